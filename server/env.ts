import * as z from "zod";
import { numbers } from "@/server/domain/numbers";

/** Values that stand in examples: whoever kept one has no secret. */
const exampleSecrets = [/change.?me/i, /example/i, /secret/i, /^(.)\1*=*$/];

const port = z.coerce
  .number("Not a number.")
  .int("Not a whole number.")
  .min(0, "Must be 0 to 65535.")
  .max(65_535, "Must be 0 to 65535.");
const count = z.coerce.number("Not a number.").int("Not a whole number.").min(0, "Must not be negative.");
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, "Must begin with postgres://.");

const masterKey = z
  .string()
  .refine((value) => !exampleSecrets.some((pattern) => pattern.test(value)), "This is an example, not a secret.")
  .transform((value) => new Uint8Array(Buffer.from(value, "base64")))
  .refine((key) => key.length === 32, "Must be 32 bytes in base64: openssl rand -base64 32.");

const addresses = z
  .string()
  .transform((value) =>
    value
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: "Not a list of addresses and networks." })),
  );

const shared = {
  DATABASE_URL: postgresUrl.describe("The database, with the role of the server, which owns nothing."),
  OPSDESK_MASTER_KEY: masterKey.describe(
    "32 random bytes in base64, from which all keys are derived. Keep a copy elsewhere.",
  ),
  OPSDESK_PREVIOUS_MASTER_KEY: masterKey
    .optional()
    .describe("The master key before this one, while what it made is still in use. Nothing new is made with it."),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"])
    .default("info")
    .describe("The least serious lines that are logged."),
};

const blobs = {
  ARTIFACT_DIR: z
    .string()
    .default("data/artifacts")
    .describe("The directory that keeps the bytes of artifacts. All servers and workers must share it."),
};

const process = {
  METRICS_HOST: z
    .string()
    .default("127.0.0.1")
    .describe("The address of /metrics, /healthz and /readyz. Never behind nginx."),
  DRAIN_WAIT_SECONDS: count
    .default(numbers.drain.waitSeconds)
    .describe("How long a stopping process says that it is not ready before it refuses connections, in seconds."),
};

/** The settings of `server`, each with a sentence that says what it does. */
export const serverSettings = z.object({
  ...shared,
  ...process,
  ...blobs,
  HOST: z.string().default("127.0.0.1").describe("The address to listen on; 0.0.0.0 opens it to the network."),
  PORT: port.default(3000).describe("The port to listen on."),
  METRICS_PORT: port.default(9464).describe("The port of /metrics, /healthz and /readyz."),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "Must be an http or https URL." })
    .optional()
    .describe("The address that people type, such as https://desk.example.net. Requests of other origins are refused."),
  WEB_URL: z
    .url({ protocol: /^http$/, error: "Must be an http URL." })
    .optional()
    .describe("Where the pages are, for a server that has no nginx in front to split the paths."),
  TRUSTED_PROXIES: addresses
    .default([])
    .describe("Addresses and networks whose X-Forwarded-For and X-Request-Id are believed, separated by commas."),
  DATA_DIR: z
    .string()
    .optional()
    .describe("A folder whose disk is among the metrics; the temporary folder, to which imports come, where unset."),
  MAX_IMPORT_SIZE_MB: z.coerce
    .number("Not a number.")
    .positive("Must be positive.")
    .default(numbers.imports.maxSizeMegabytes)
    .describe("The largest file that is imported, in units of 1,048,576 bytes."),
  MAX_ARTIFACT_SIZE_MB: z.coerce
    .number("Not a number.")
    .positive("Must be positive.")
    .default(numbers.artifacts.maxSizeMegabytes)
    .describe("The largest file that is kept as an artifact, in units of 1,048,576 bytes."),
  ARTIFACT_QUOTA_PER_USER_MB: count
    .default(numbers.artifacts.quotaPerUserMegabytes)
    .describe("How much one user may have uploaded, in units of 1,048,576 bytes; 0 lifts the limit."),
  ARTIFACT_QUOTA_TOTAL_MB: count
    .default(numbers.artifacts.quotaTotalMegabytes)
    .describe("How much is kept of all artifacts together, in units of 1,048,576 bytes; 0 lifts the limit."),
  NGINX_SENDS_ARTIFACTS: z
    .stringbool("Use true or false.")
    .default(false)
    .describe(
      "Whether nginx stands in front and sends artifacts itself, from an internal location /_blobs/ of ARTIFACT_DIR.",
    ),
  LIMIT_CHANGES: count
    .default(numbers.limits.changesPerMinute)
    .describe("Changes that one user or API token may ask for in a minute; 0 lifts the limit."),
  LIMIT_READS: count
    .default(numbers.limits.readsPerMinute)
    .describe("Reads that one user or API token may ask for in a minute; 0 lifts the limit."),
});

const auditCheckpointDirectory = z
  .string()
  .describe(
    "The folder where the checkpoints of the audit log are published, out of the database's reach. Copy it elsewhere too.",
  );

/** The settings of `worker`. */
export const workerSettings = z.object({
  ...shared,
  ...process,
  ...blobs,
  AUDIT_KEY_FILE: z
    .string()
    .describe("The file with the Ed25519 key, in PEM, that signs the audit log: openssl genpkey -algorithm ed25519."),
  AUDIT_CHECKPOINT_DIR: auditCheckpointDirectory,
  METRICS_PORT: port.default(9465).describe("The port of /metrics, /healthz and /readyz."),
  TLS_CERTIFICATE_FILE: z
    .string()
    .optional()
    .describe("The certificate that nginx shows, in PEM, whose expiry is then among the metrics."),
});

/** The settings of `migrate`. */
export const migrateSettings = z.object({
  ...shared,
  DATABASE_OWNER_URL: postgresUrl.describe("The database, with the role that owns the tables."),
  ADMIN_EMAIL: z
    .email("Not an e-mail address.")
    .default("admin@opsdesk.local")
    .describe("The address of the first admin."),
  ADMIN_PASSWORD: z
    .string()
    .min(numbers.passwords.minLength, `At least ${numbers.passwords.minLength} characters.`)
    .max(numbers.passwords.maxLength, `At most ${numbers.passwords.maxLength} characters.`)
    .optional()
    .describe("The first admin's password; without one it is made up, printed once, and changed at the first sign-in."),
});

/** The settings of the command line. */
export const cliSettings = z.object({
  DATABASE_URL: shared.DATABASE_URL,
  OPSDESK_MASTER_KEY: shared.OPSDESK_MASTER_KEY,
  OPSDESK_PREVIOUS_MASTER_KEY: shared.OPSDESK_PREVIOUS_MASTER_KEY,
  PORT: serverSettings.shape.PORT,
  PUBLIC_URL: serverSettings.shape.PUBLIC_URL,
  AUDIT_CHECKPOINT_DIR: auditCheckpointDirectory.optional(),
});

/** All that is wrong with an environment, one line each, or the settings that it gives. An empty variable is an unset one. */
export function parseSettings<T extends z.ZodType>(
  schema: T,
  environment: Record<string, string | undefined>,
): { settings: z.infer<T> } | { faults: string[] } {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return { settings: result.data };
  return {
    faults: result.error.issues.map(({ path, code, message, input }) => {
      const isMissing = code === "invalid_type" && input === undefined && given[String(path[0])] === undefined;
      return `${String(path[0])}: ${isMissing ? "Required." : message}`;
    }),
  };
}
