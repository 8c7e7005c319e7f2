import { Readable } from "node:stream";
import type { Context, Environment } from "@/server/domain/context";
import { rateLimited } from "@/server/domain/errors";
import type { HintChannel } from "@/server/domain/hints/channel";
import { type Hint, mayHear } from "@/server/domain/hints/hint";
import { numbers } from "@/server/domain/numbers";
import { findLiveActors } from "@/server/domain/sessions/queries";
import type { Log } from "@/server/log";

type Message = { event?: "reset" | "ended"; data?: unknown };

/** One open answer to `GET /api/events`. */
export type Stream = { ctx: Context; sessionId: string; closesAt: Date | undefined; body: Readable };

type Opening = Pick<Stream, "ctx" | "sessionId" | "closesAt">;

/** The open event streams of this process: what they are told, and when they end. */
export class EventStreams {
  readonly #streams = new Set<Stream>();
  readonly #timers: NodeJS.Timeout[];
  #isLookingUp = false;

  constructor(
    private readonly environment: Environment,
    private readonly log: Log,
    channel: HintChannel,
    { heartbeatSeconds, accessCheckMilliseconds }: Timing = numbers.streams,
  ) {
    channel.listen((heard) => this.#tellAll(heard));
    this.#timers = [
      setInterval(() => this.#beat(), heartbeatSeconds * 1_000).unref(),
      setInterval(() => void this.#endWithoutAccess(), accessCheckMilliseconds).unref(),
    ];
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Opens a stream, which lasts as long as its session. Throws `rate_limited` where a user has too many. */
  open(opening: Opening): Stream {
    const { userId } = opening.ctx.actor;
    const own = [...this.#streams].filter(({ ctx }) => ctx.actor.userId === userId);
    if (own.length >= numbers.streams.maxPerUser) throw rateLimited("Too many event streams are open.");
    const stream = { ...opening, body: new Readable({ read: () => {} }) };
    this.#streams.add(stream);
    stream.body.once("close", () => this.#streams.delete(stream));
    stream.body.push(`retry: ${numbers.streams.retryMilliseconds}\n`);
    return stream;
  }

  /** Tells a stream hints, as far as its reader may hear them, or, without, that some are unknown. */
  tell(stream: Stream, hints: readonly Hint[] | undefined): void {
    if (!hints) this.#write(stream, { event: "reset", data: {} });
    const heard = hints?.filter((hint) => mayHear(stream.ctx.actor, hint)) ?? [];
    for (const hint of heard) this.#write(stream, { data: hint });
  }

  /** Ends all streams; their readers come back to another server. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const stream of this.#streams) this.#end(stream);
  }

  #tellAll(heard: readonly Hint[] | "reset"): void {
    for (const stream of this.#streams) this.tell(stream, heard === "reset" ? undefined : heard);
  }

  /** Also moves the place from which a reader resumes. */
  #beat(): void {
    for (const stream of this.#streams) this.#write(stream, {});
  }

  async #endWithoutAccess(): Promise<void> {
    // A database that is slow now is not asked again before it has answered.
    if (this.#streams.size === 0 || this.#isLookingUp) return;
    this.#isLookingUp = true;
    const now = this.environment.now();
    const asked = [...this.#streams];
    const ids = asked.map(({ sessionId }) => sessionId);
    const live = await findLiveActors(this.environment.db, ids, now).catch((error: unknown) => {
      this.log.warn({ error }, "the sessions of event streams cannot be looked up now");
    });
    this.#isLookingUp = false;
    if (!live) return;
    for (const stream of asked) {
      const { ctx, sessionId, closesAt } = stream;
      const actor = live.get(sessionId);
      const isSame = actor?.role === ctx.actor.role && actor.duty === ctx.actor.duty;
      if (isSame && (closesAt === undefined || now < closesAt)) continue;
      this.#write(stream, { event: "ended", data: {} });
      this.#end(stream);
    }
  }

  #end(stream: Stream): void {
    if (this.#streams.delete(stream)) stream.body.push(null);
  }

  #write(stream: Stream, { event, data }: Message): void {
    if (!this.#streams.has(stream)) return;
    const { body } = stream;
    const lines = [
      `id: ${this.environment.now().toISOString()}`,
      ...(event ? [`event: ${event}`] : []),
      ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
    ];
    body.push(`${lines.join("\n")}\n\n`);
    if (body.readableLength > numbers.streams.maxBufferedBytes) body.destroy();
  }
}

export type Timing = { heartbeatSeconds: number; accessCheckMilliseconds: number };
