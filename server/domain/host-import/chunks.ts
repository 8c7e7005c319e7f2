/** Gathers items into arrays of the given length, the last one perhaps shorter. */
export async function* chunksOf<T>(items: AsyncIterable<T>, length: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of items) {
    if (chunk.push(item) < length) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
