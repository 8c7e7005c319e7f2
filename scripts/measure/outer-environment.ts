import { delimiter } from "node:path";

/** The environment as it was before npm ran us, so that a nested npm finds what a person's finds: no packages of ours. */
export function outerEnvironment(): NodeJS.ProcessEnv {
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const isOfNpm = (folder: string) => /node_modules\/\.bin$|node-gyp-bin$/.test(folder);
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => !isOfNpm(folder));
  return { ...(Object.fromEntries(outer) as NodeJS.ProcessEnv), PATH: folders.join(delimiter) };
}
