import { administer, type Connection } from "@/scripts/postgres/administer";
import type { BenchDatabase } from "./database";

/** How many months of the log there are, of which this is the last. */
const months = 6;

/**
 * Fills the audit log with events of the last months, past the program, because only the reading of them is measured: few actors
 * and addresses do most, changes of hosts are most of it, some in batches, and settings change once in a blue moon. The indexes
 * are made afterwards, which takes a fraction of the time, and the statistics are fresh.
 */
export async function fillAuditEvents({ ownerUrl }: BenchDatabase, count: number): Promise<void> {
  await administer(ownerUrl, async (sql) => {
    await sql`set maintenance_work_mem = '1GB'`;
    await sql`select setseed(0.5)`;
    // Nor are they sealed: their canonical bytes are made up.
    await sql`alter table audit_events disable trigger audit_events_queue`;
    await withoutIndexes(sql, async () => {
      for (const [number, first] of firstDays().entries()) {
        await makePartition(sql, first);
        await sql.unsafe(eventsOf(number, first, Math.round(count / months)));
      }
    });
    await sql`alter table audit_events enable trigger audit_events_queue`;
    await sql`vacuum (analyze) audit_events`;
  });
}

function firstDays(): Date[] {
  const now = new Date();
  return Array.from({ length: months }, (_, index) => {
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1 - months + index));
  });
}

async function makePartition(sql: Connection, first: Date): Promise<void> {
  const name = `audit_events_${first.toISOString().slice(0, 7).replace("-", "_")}`;
  const [existing] = await sql`select to_regclass(${name}) as name`;
  if (existing?.name !== null) return;
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1));
  await sql.unsafe(`create table ${name} partition of audit_events
    for values from ('${first.toISOString()}') to ('${next.toISOString()}')`);
}

async function withoutIndexes(sql: Connection, work: () => Promise<void>): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'audit_events' and indexname not in (select conname from pg_constraint)`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await work();
  for (const { definition } of indexes) await sql.unsafe(definition.replace(" ON ONLY ", " ON "));
}

/** The first 32 digits of a text as a UUIDv7. */
const uuidOf = (digits: string) =>
  `(overlay(overlay(substr(${digits}, 1, 32) placing '7' from 13) placing '8' from 17))::uuid`;

/** Events spread evenly over a month, or over what has passed of it. */
function eventsOf(month: number, first: Date, count: number): string {
  const next = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
  const last = Math.min(next, Date.now()) - 1_000;
  const step = (last - first.getTime()) / count;
  return `
    insert into audit_events (id, occurred_at, actor_kind, actor_id, actor_label, action, subject_type, subject_id,
      subject_label, before, after, reason, ip, user_agent, request_id, batch_id, canonical)
    select
      ${uuidOf("lpad(to_hex(at), 12, '0') || hash")},
      to_timestamp(at / 1000.0),
      (case when kind = 'user.sign-in-failed' then 'anonymous' when actor < 5 then 'api_token' else 'user' end)::actor_kind,
      case when kind <> 'user.sign-in-failed' then '01890000-0000-7000-8000-' || lpad(actor::text, 12, '0') end,
      case when kind = 'user.sign-in-failed' then 'anonymous' else 'person-' || actor || '@example.net' end,
      kind,
      split_part(kind, '.', 1),
      case when kind like 'host.%' then '01890000-0000-7000-9000-' || lpad(host::text, 12, '0')
        when kind like 'user.%' then '01890000-0000-7000-8000-' || lpad(actor::text, 12, '0') end,
      case when kind like 'host.%' then substr('db web api kv  ', 1 + host % 5 * 3, 3) || '-fra-p' || lpad(host::text, 6, '0')
        when kind = 'permission.refused' then 'users.read' else 'person-' || actor || '@example.net' end,
      case when kind = 'host.updated' then jsonb_build_object('owner', 'team-' || actor % 40, 'criticality', 'high') end,
      case kind
        when 'host.updated' then jsonb_build_object('owner', 'team-' || number % 40, 'criticality', 'low')
        when 'host.registered' then jsonb_build_object('hostname', 'web-fra-p' || lpad(host::text, 6, '0'), 'fqdn', null,
          'ip', '10.' || host % 200 || '.' || host % 250 || '.' || number % 250, 'os', 'linux', 'environment', 'prod',
          'criticality', 'medium', 'status', 'active', 'owner', 'person-' || actor, 'team', 'team-' || actor % 40,
          'tags', jsonb_build_array('postgres-16', 'rack-' || host % 300), 'notes', null, 'sshPort', 22)
      end,
      case when number % 50 = 0 then 'OPS-' || number % 90000 end,
      ('10.' || address % 4 || '.' || address / 250 || '.' || address % 250)::inet,
      'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
      case when batch is null then hash::uuid::text else batch::text end,
      batch,
      convert_to(repeat(hash, 16), 'utf8')
    from (
      select *,
        case
          when batch is not null then 'host.updated'
          when dice < 0.62 then 'host.updated' when dice < 0.72 then 'host.registered' when dice < 0.85 then 'user.signed-in'
          when dice < 0.90 then 'user.signed-out' when dice < 0.94 then 'user.sign-in-failed' when dice < 0.96 then 'permission.refused'
          when dice < 0.99 then 'host.retired' when dice < 0.9999 then 'host.deleted' else 'settings.updated'
        end as kind
      from (
        select
          number,
          ${first.getTime()} + (number * ${step})::bigint as at,
          md5(${month} || '-' || number) as hash,
          random() as dice,
          floor(120 * power(random(), 3))::integer as actor,
          floor(60000 * power(random(), 2))::integer as host,
          floor(2000 * power(random(), 3))::integer as address,
          case when number / 5000 % 8 = 0 then ${uuidOf(`md5('batch' || ${month} || '-' || number / 5000)`)} end as batch
        from generate_series(1, ${count}) as number
      ) as drawn
    ) as told`;
}
