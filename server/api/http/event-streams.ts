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
type Stream = { ctx: Context; sessionId: string; closesAt: Date | undefined; body: Readable };

type Opening = Pick<Stream, "ctx" | "sessionId" | "closesAt">;

/** The open event streams of this process: what they are told, and when they end. */
export class EventStreams {
  readonly #streams = new Set<Stream>();
  readonly #timers: NodeJS.Timeout[];

  constructor(
    private readonly environment: Environment,
    private readonly log: Log,
    channel: HintChannel,
    { heartbeatSeconds, accessCheckMilliseconds }: Timing = numbers.streams,
  ) {
    channel.listen((heard) => this.#tell(heard));
    this.#timers = [
      setInterval(() => this.#beat(), heartbeatSeconds * 1_000).unref(),
      setInterval(() => void this.#endWithoutAccess(), accessCheckMilliseconds).unref(),
    ];
  }

  /** Opens a stream, which lasts as long as its session. Throws `rate_limited` where a user has too many. */
  open(opening: Opening): Readable {
    const { userId } = opening.ctx.actor;
    const own = [...this.#streams].filter(({ ctx }) => ctx.actor.userId === userId);
    if (own.length >= numbers.streams.maxPerUser) throw rateLimited("Too many event streams are open.");
    const stream = { ...opening, body: new Readable({ read: () => {} }) };
    this.#streams.add(stream);
    stream.body.once("close", () => this.#streams.delete(stream));
    stream.body.push(`retry: ${numbers.streams.retryMilliseconds}\n`);
    return stream.body;
  }

  /** What a stream that was resumed has missed; undefined where that is unknown. */
  resume(body: Readable, ctx: Context, missed: readonly Hint[] | undefined): void {
    if (missed) for (const hint of missed.filter((each) => mayHear(ctx.actor, each))) this.#write(body, { data: hint });
    else this.#write(body, { event: "reset", data: {} });
  }

  /** Ends all streams; their readers come back to another server. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { body } of this.#streams) body.push(null);
  }

  get size(): number {
    return this.#streams.size;
  }

  #tell(heard: readonly Hint[] | "reset"): void {
    for (const { body, ctx } of this.#streams) this.resume(body, ctx, heard === "reset" ? undefined : heard);
  }

  /** Also moves the place from which a reader resumes. */
  #beat(): void {
    for (const { body } of this.#streams) this.#write(body, {});
  }

  async #endWithoutAccess(): Promise<void> {
    if (this.#streams.size === 0) return;
    const now = this.environment.now();
    const ids = [...this.#streams].map(({ sessionId }) => sessionId);
    const live = await findLiveActors(this.environment.db, ids, now).catch((error: unknown) => {
      this.log.warn({ error }, "the sessions of event streams cannot be looked up now");
    });
    if (!live) return;
    for (const { ctx, sessionId, closesAt, body } of this.#streams) {
      const actor = live.get(sessionId);
      const isSame = actor?.role === ctx.actor.role && actor.duty === ctx.actor.duty;
      if (isSame && (closesAt === undefined || now < closesAt)) continue;
      this.#write(body, { event: "ended", data: {} });
      body.push(null);
    }
  }

  #write(body: Readable, { event, data }: Message): void {
    if (body.readableEnded || body.destroyed) return;
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
