/**
 * Gathers items into arrays of the given length, the last one perhaps shorter. The next array is gathered while somebody is busy
 * with the one before.
 */
export async function* chunksOf<T>(items: AsyncIterable<T>, length: number): AsyncGenerator<T[]> {
  const iterator = items[Symbol.asyncIterator]();
  let gathering = nextChunk(iterator, length);
  try {
    for (;;) {
      const chunk = await gathering;
      if (chunk.length === 0) return;
      gathering = nextChunk(iterator, length);
      // Whoever comes for it gets its error; nobody may come.
      gathering.catch(() => {});
      yield chunk;
    }
  } finally {
    await iterator.return?.();
  }
}

async function nextChunk<T>(iterator: AsyncIterator<T>, length: number): Promise<T[]> {
  const chunk: T[] = [];
  while (chunk.length < length) {
    const next = await iterator.next();
    if (next.done) break;
    chunk.push(next.value);
  }
  return chunk;
}
