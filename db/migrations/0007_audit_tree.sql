CREATE TABLE "audit_checkpoints" (
	"epoch" integer NOT NULL,
	"size" bigint NOT NULL,
	"root" "bytea" NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"signature" "bytea",
	CONSTRAINT "audit_checkpoints_epoch_size_pk" PRIMARY KEY("epoch","size")
);
--> statement-breakpoint
CREATE TABLE "audit_leaves" (
	"epoch" integer NOT NULL,
	"leaf_index" bigint NOT NULL,
	"event_occurred_at" timestamp (3) with time zone NOT NULL,
	"event_id" uuid NOT NULL,
	CONSTRAINT "audit_leaves_epoch_leaf_index_pk" PRIMARY KEY("epoch","leaf_index"),
	CONSTRAINT "audit_leaves_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "audit_tiles" (
	"epoch" integer NOT NULL,
	"level" integer NOT NULL,
	"tile_index" bigint NOT NULL,
	"hashes" "bytea" NOT NULL,
	CONSTRAINT "audit_tiles_epoch_level_tile_index_pk" PRIMARY KEY("epoch","level","tile_index")
);
--> statement-breakpoint
CREATE TABLE "audit_tree" (
	"epoch" integer PRIMARY KEY NOT NULL,
	"origin" text NOT NULL,
	"public_key" "bytea",
	"size" bigint NOT NULL,
	"queued_until" timestamp (3) with time zone,
	"queued_until_id" uuid,
	CONSTRAINT "audit_tree_origin_unique" UNIQUE("origin")
);
--> statement-breakpoint
CREATE TABLE "audit_unsealed" (
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "audit_unsealed_occurred_at_id_pk" PRIMARY KEY("occurred_at","id")
);
--> statement-breakpoint
CREATE INDEX "audit_checkpoints_unsigned" ON "audit_checkpoints" USING btree ("epoch","size") WHERE signature is null;
--> statement-breakpoint
-- From here on each event is queued by the statement that writes it: it commits with its place in the queue, or not at all.
CREATE FUNCTION audit_events_queue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
	INSERT INTO public.audit_unsealed (occurred_at, id) SELECT occurred_at, id FROM added;
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER audit_events_queue AFTER INSERT ON "audit_events" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_events_queue();--> statement-breakpoint
-- The trigger holds off writers until this is committed, so that either it or the walk from here on meets every event.
INSERT INTO "audit_tree" (epoch, origin, size, queued_until, queued_until_id)
SELECT 0, 'opsdesk/' || gen_random_uuid() || '/0', 0, first.moment, first.id
FROM (VALUES (1)) AS one LEFT JOIN (SELECT timestamptz '0001-01-01 00:00:00Z', uuid '00000000-0000-0000-0000-000000000000' WHERE EXISTS (SELECT FROM audit_events)) AS first(moment, id) ON true;--> statement-breakpoint
CREATE FUNCTION audit_tree_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'what is sealed is never changed or removed (% on %)', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER audit_tree_refuse_removal BEFORE DELETE ON "audit_tree" FOR EACH ROW EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_tree_refuse_truncate BEFORE TRUNCATE ON "audit_tree" FOR EACH STATEMENT EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_tree_refuse_change BEFORE UPDATE ON "audit_tree" FOR EACH ROW
WHEN (NEW.epoch <> OLD.epoch OR NEW.origin <> OLD.origin OR NEW.size < OLD.size OR OLD.public_key IS NOT NULL AND NEW.public_key IS DISTINCT FROM OLD.public_key)
EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_leaves_refuse_change BEFORE UPDATE OR DELETE ON "audit_leaves" FOR EACH ROW EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_leaves_refuse_truncate BEFORE TRUNCATE ON "audit_leaves" FOR EACH STATEMENT EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_tiles_refuse_removal BEFORE DELETE ON "audit_tiles" FOR EACH ROW EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_tiles_refuse_truncate BEFORE TRUNCATE ON "audit_tiles" FOR EACH STATEMENT EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_tiles_refuse_change BEFORE UPDATE ON "audit_tiles" FOR EACH ROW
WHEN ((NEW.epoch, NEW.level, NEW.tile_index) <> (OLD.epoch, OLD.level, OLD.tile_index) OR length(NEW.hashes) > 8192 OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes)
EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_refuse_removal BEFORE DELETE ON "audit_checkpoints" FOR EACH ROW EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_refuse_truncate BEFORE TRUNCATE ON "audit_checkpoints" FOR EACH STATEMENT EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_checkpoints_refuse_change BEFORE UPDATE ON "audit_checkpoints" FOR EACH ROW
WHEN (OLD.signature IS NOT NULL OR (NEW.epoch, NEW.size, NEW.root, NEW.decided_at) IS DISTINCT FROM (OLD.epoch, OLD.size, OLD.root, OLD.decided_at))
EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
CREATE TRIGGER audit_unsealed_refuse_truncate BEFORE TRUNCATE ON "audit_unsealed" FOR EACH STATEMENT EXECUTE FUNCTION audit_tree_refuse();--> statement-breakpoint
-- RFC 6962: a leaf's hash. What is too long for a bundle of entries has its digest for an entry. Made of nothing but immutable
-- functions, so that PostgreSQL writes it into the query, which is several times faster than calling it.
CREATE FUNCTION audit_leaf_hash(canonical bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT sha256('\x00'::bytea || CASE WHEN length(canonical) <= 65535 THEN canonical
		ELSE ('{"sha256":"' || encode(sha256(canonical), 'hex') || '"}')::bytea END)
$$;--> statement-breakpoint
-- RFC 6962: the root over hashes of 32 bytes each. Joining neighbours, and lifting the odd one, splits at the largest power of two.
CREATE FUNCTION audit_root_of(hashes bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
	joined bytea := hashes;
BEGIN
	WHILE length(joined) > 32 LOOP
		SELECT string_agg(CASE WHEN length(pair) = 64 THEN sha256('\x01'::bytea || pair) ELSE pair END, ''::bytea ORDER BY place) INTO joined
		FROM (SELECT place, substr(joined, place * 64 + 1, 64) AS pair FROM generate_series(0, (length(joined) - 1) / 64) AS place) AS pairs;
	END LOOP;
	RETURN joined;
END $$;--> statement-breakpoint
-- Gives up to `most` of the queued events leaf numbers, adds them to the tiles, and decides the checkpoint of the new size: all of
-- it or nothing, one caller at a time. The only way in which a role that owns nothing may add to the tree, so none can forge it.
-- Returns how many it sealed; null where another is at it.
CREATE FUNCTION seal_audit_events(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
	tree public.audit_tree;
	sealed integer;
	fresh bytea;
	tile bytea;
	root bytea := ''::bytea;
	at_level integer := 0;
	nodes bigint;
BEGIN
	SELECT * INTO tree FROM audit_tree WHERE epoch = (SELECT max(epoch) FROM audit_tree) FOR UPDATE SKIP LOCKED;
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	IF tree.queued_until IS NOT NULL THEN
		PERFORM queue_older_audit_events(tree, most);
	END IF;
	WITH waiting AS MATERIALIZED (
		SELECT queue.occurred_at, queue.id, event.canonical FROM audit_unsealed AS queue
		JOIN audit_events AS event ON event.occurred_at = queue.occurred_at AND event.id = queue.id
		ORDER BY queue.occurred_at, queue.id LIMIT most
	), numbered AS MATERIALIZED (
		SELECT occurred_at, id, audit_leaf_hash(canonical) AS hash, tree.size - 1 + row_number() OVER (ORDER BY occurred_at, id) AS leaf_index FROM waiting
	), taken AS (
		DELETE FROM audit_unsealed AS queue USING numbered WHERE queue.occurred_at = numbered.occurred_at AND queue.id = numbered.id
	), kept AS (
		INSERT INTO audit_leaves (epoch, leaf_index, event_occurred_at, event_id) SELECT tree.epoch, leaf_index, occurred_at, id FROM numbered
	)
	SELECT count(*), string_agg(hash, ''::bytea ORDER BY leaf_index) INTO sealed, fresh FROM numbered;
	IF sealed = 0 THEN
		RETURN 0;
	END IF;
	nodes := tree.size;
	WHILE length(fresh) > 0 LOOP
		SELECT hashes INTO tile FROM audit_tiles WHERE epoch = tree.epoch AND level = at_level AND tile_index = nodes / 256 AND nodes % 256 > 0;
		fresh := coalesce(tile, ''::bytea) || fresh;
		INSERT INTO audit_tiles (epoch, level, tile_index, hashes)
		SELECT tree.epoch, at_level, nodes / 256 + place, substr(fresh, place * 8192 + 1, 8192) FROM generate_series(0, (length(fresh) - 1) / 8192) AS place
		ON CONFLICT (epoch, level, tile_index) DO UPDATE SET hashes = excluded.hashes;
		SELECT string_agg(audit_root_of(substr(fresh, place * 8192 + 1, 8192)), ''::bytea ORDER BY place) INTO fresh
		FROM generate_series(0, length(fresh) / 8192 - 1) AS place;
		nodes := nodes / 256;
		at_level := at_level + 1;
	END LOOP;
	nodes := tree.size + sealed;
	at_level := 0;
	WHILE nodes > 0 LOOP
		IF nodes % 256 > 0 THEN
			SELECT hashes INTO STRICT tile FROM audit_tiles WHERE epoch = tree.epoch AND level = at_level AND tile_index = nodes / 256;
			root := audit_root_of(tile || root);
		END IF;
		nodes := nodes / 256;
		at_level := at_level + 1;
	END LOOP;
	UPDATE audit_tree SET size = tree.size + sealed WHERE epoch = tree.epoch;
	INSERT INTO audit_checkpoints (epoch, size, root, decided_at) VALUES (tree.epoch, tree.size + sealed, root, clock_timestamp());
	RETURN sealed;
END $$;--> statement-breakpoint
-- Queues events from before there was a queue, the oldest first, and those among them that nobody has queued or sealed since.
CREATE FUNCTION queue_older_audit_events(tree public.audit_tree, most integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	walked integer;
	last_at timestamptz;
	last_id uuid;
BEGIN
	WITH older AS MATERIALIZED (
		SELECT occurred_at, id FROM audit_events WHERE (occurred_at, id) > (tree.queued_until, tree.queued_until_id) ORDER BY occurred_at, id LIMIT most
	), added AS (
		INSERT INTO audit_unsealed (occurred_at, id) SELECT occurred_at, id FROM older
		WHERE NOT EXISTS (SELECT FROM audit_leaves WHERE event_id = older.id) ON CONFLICT DO NOTHING
	)
	SELECT count(*), (array_agg(occurred_at ORDER BY occurred_at DESC, id DESC))[1], (array_agg(id ORDER BY occurred_at DESC, id DESC))[1]
	INTO walked, last_at, last_id FROM older;
	UPDATE audit_tree SET queued_until = CASE WHEN walked = most THEN last_at END, queued_until_id = CASE WHEN walked = most THEN last_id END
	WHERE epoch = tree.epoch;
END $$;--> statement-breakpoint
-- Makes a key the one that signs the newest tree, where it has none yet, and returns the one that does.
CREATE FUNCTION claim_audit_key(key bytea) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
	IF key IS NULL OR length(key) <> 32 THEN
		RAISE EXCEPTION 'an Ed25519 public key has 32 bytes' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	UPDATE audit_tree SET public_key = key WHERE public_key IS NULL AND epoch = (SELECT max(epoch) FROM audit_tree);
	RETURN (SELECT public_key FROM audit_tree WHERE epoch = (SELECT max(epoch) FROM audit_tree));
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION audit_events_queue(), seal_audit_events(integer), queue_older_audit_events(audit_tree, integer), claim_audit_key(bytea) FROM PUBLIC;
