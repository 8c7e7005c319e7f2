import { TextTable } from "./text-table";

/** A record that wants an address for its host. */
export type Claimant = { hostname: string; record: number; line: number; value: string };

export type LostClaim = { claimant: Claimant; takenBy: string };

type Contest = {
  /** The host that has the address in the database. */
  holder: string;
  /** The records that want it for other hosts, in the file's order. */
  claimants: Claimant[];
};

/**
 * Who gets which address of one environment when all records of a file are applied at once. An address belongs to the host
 * that has it, unless the file moves that host away, and then to the first record that wants it. Hosts may swap addresses;
 * a record that loses leaves its host where it is, and so may cost another record the address of that host.
 */
export class AddressClaims {
  /** Addresses that nobody can contest any more, and the hosts that get them. */
  readonly #settled = new TextTable();
  readonly #contests = new Map<string, Contest>();
  /** The hosts that the file moves away, and the addresses that they leave. */
  readonly #leaving = new Map<string, string>();

  /** Tells that the file moves a host away from the address that it has. */
  leave(hostname: string, address: string): void {
    this.#leaving.set(hostname, address);
  }

  /**
   * Wants an address that `holder` has in the database, if anybody. Gives the host that has got it already, where one has;
   * otherwise `lostClaims` tells in the end.
   */
  claim(address: string, claimant: Claimant, holder: string | undefined): string | undefined {
    const winner = this.#settled.get(address);
    if (winner !== undefined) return winner;
    if (holder === undefined || holder === claimant.hostname) {
      this.#settled.add(address, claimant.hostname);
      return undefined;
    }
    const contest = this.#contests.get(address);
    if (contest) contest.claimants.push(claimant);
    else this.#contests.set(address, { holder, claimants: [claimant] });
    return undefined;
  }

  /** The contested claims that are lost after all records have been told. */
  lostClaims(): LostClaim[] {
    const staying = new Set<string>();
    const undecided = [...this.#contests.keys()];
    // Grows while it is walked: a host that stays reopens the contest for the address that it was to leave.
    for (const address of undecided) {
      for (const { claimant } of this.#lostOf(address, staying)) {
        const kept = this.#leaving.get(claimant.hostname);
        if (kept === undefined || staying.has(claimant.hostname)) continue;
        staying.add(claimant.hostname);
        if (this.#contests.has(kept)) undecided.push(kept);
      }
    }
    return [...this.#contests.keys()].flatMap((address) => this.#lostOf(address, staying));
  }

  #lostOf(address: string, staying: ReadonlySet<string>): LostClaim[] {
    const { holder, claimants } = this.#contests.get(address) ?? { holder: "", claimants: [] };
    const holderStays = this.#settled.has(address) || !this.#leaving.has(holder) || staying.has(holder);
    const [first, ...others] = claimants;
    if (holderStays) return claimants.map((claimant) => ({ claimant, takenBy: holder }));
    return others.map((claimant) => ({ claimant, takenBy: first?.hostname ?? holder }));
  }
}
