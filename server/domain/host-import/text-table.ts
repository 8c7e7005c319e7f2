const initialEntries = 64;

/**
 * A map from text to text for as many entries as a file has records. All of it lies in a few arrays of bytes and numbers, because
 * strings and a `Map` take three times as much and every collection of garbage walks through them.
 */
export class TextTable {
  /** The keys and values one after the other, and where each ends. */
  #bytes = Buffer.alloc(1_024);
  #ends = new Uint32Array(2 * initialEntries);
  /** By hash of the key, the number of its entry, from 1 on; 0 is free, and every other one is. */
  #slots = new Uint32Array(2 * initialEntries);
  #count = 0;
  /** So that nobody can write a file whose keys all have the same hash. */
  readonly #seed = Math.floor(Math.random() * 2 ** 32);

  get(key: string): string | undefined {
    const entry = this.#slots[this.#slotOf(key)] ?? 0;
    return entry === 0 ? undefined : this.#textAt(2 * entry - 1);
  }

  has(key: string): boolean {
    return this.#slots[this.#slotOf(key)] !== 0;
  }

  /** Adds an entry, and does nothing where the key is there. */
  add(key: string, value: string): void {
    const slot = this.#slotOf(key);
    if (this.#slots[slot] !== 0) return;
    this.#append(key, 2 * this.#count);
    this.#append(value, 2 * this.#count + 1);
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (2 * this.#count >= this.#slots.length) this.#grow();
  }

  #append(text: string, index: number): void {
    const start = this.#endOf(index - 1);
    const needed = start + Buffer.byteLength(text);
    if (needed > this.#bytes.length) {
      const longer = Buffer.alloc(Math.ceil(1.5 * needed));
      this.#bytes.copy(longer, 0, 0, start);
      this.#bytes = longer;
    }
    this.#ends[index] = start + this.#bytes.write(text, start);
  }

  #grow(): void {
    const ends = new Uint32Array(4 * this.#count);
    ends.set(this.#ends);
    this.#ends = ends;
    this.#slots = new Uint32Array(4 * this.#count);
    for (let entry = 1; entry <= this.#count; entry++) {
      this.#slots[this.#slotOf(this.#textAt(2 * entry - 2))] = entry;
    }
  }

  /** Where a key is, or, where it is not, belongs. */
  #slotOf(key: string): number {
    let slot = this.#hashOf(key) % this.#slots.length;
    for (let entry = this.#slots[slot]; entry; entry = this.#slots[slot]) {
      if (this.#textAt(2 * entry - 2) === key) break;
      slot = (slot + 1) % this.#slots.length;
    }
    return slot;
  }

  /** FNV-1a, mixed once more, because neighbours in a file are neighbours by name. */
  #hashOf(key: string): number {
    let hash = this.#seed;
    for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01_00_01_93);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85_eb_ca_6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  #textAt(index: number): string {
    return this.#bytes.toString("utf8", this.#endOf(index - 1), this.#endOf(index));
  }

  #endOf(index: number): number {
    return index < 0 ? 0 : (this.#ends[index] ?? 0);
  }
}
