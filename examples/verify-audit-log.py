#!/usr/bin/env python3
"""Verifies OpsDesk's audit log without OpsDesk: a folder of `opsdesk audit export`, or the proof of one event.

    verify-audit-log.py KEY FOLDER               the whole log
    verify-audit-log.py KEY EVENT.tlog-proof     one event

KEY is a file with the log's public key, from wherever you trust it. Exits with 0 for what is proven, 1 for what is not.

Written from RFC 6962 (Merkle tree), RFC 8032 (Ed25519) and of C2SP signed-note, tlog-checkpoint, tlog-tiles and tlog-proof,
with nothing but Python's standard library. Nothing in it comes from OpsDesk.
"""

import base64
import hashlib
import os
import sys


class NotProven(Exception):
    pass


def demand(condition, why):
    if not condition:
        raise NotProven(why)


# --- Ed25519 (RFC 8032, section 5.1) ---------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    """Section 5.1.3, steps 2 to 4. None where there is no such point."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_MINUS_1 % P
    if (x * x - square) % P != 0 or (x == 0 and sign == 1):
        return None
    return P - x if x & 1 != sign else x


def add(one, other):
    """Section 5.1.4, in extended coordinates (X, Y, Z, T)."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a = (y1 - x1) * (y2 - x2) % P
    b = (y1 + x1) * (y2 + x2) % P
    c = 2 * t1 * t2 * D % P
    d = 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decode_point(encoded):
    number = int.from_bytes(encoded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public_key, message, signature):
    """Section 5.1.7."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    a, r = decode_point(public_key), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    left, right = multiply(s, BASE), add(r, multiply(k, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- Notes, keys and checkpoints (C2SP) ------------------------------------------------------------------------------


def decode64(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise NotProven("something is not base64: " + text[:60])


def read_key(text):
    """name+hash+base64(type, key)"""
    name, key_id, encoded = (text.strip().split("+", 2) + ["", ""])[:3]
    key = decode64(encoded)
    demand(len(key) == 33 and key[0] == 1, "the key is not an Ed25519 key")
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    demand(key_id == expected.hex(), "the key does not have the id that it says")
    return name, expected, key[1:]


def read_checkpoint(note, key):
    """Gives size and root of a checkpoint that the key has signed."""
    name, key_id, public_key = key
    text, separator, signatures = note.rpartition("\n\n")
    text += "\n"
    demand(separator and signatures.endswith("\n"), "this is no signed note")
    is_good = False
    for line in signatures[:-1].split("\n"):
        parts = line.split(" ")
        demand(len(parts) == 3 and parts[0] == "\u2014", "a line of signature is malformed")
        signature = decode64(parts[2])
        if parts[1] == name and signature[:4] == key_id:
            demand(is_signed(public_key, text.encode(), signature[4:]), "the signature of the checkpoint is wrong")
            is_good = True
    demand(is_good, "the checkpoint is not signed with this key")
    lines = text[:-1].split("\n")
    demand(len(lines) >= 3 and lines[0] == name, "the checkpoint is of another log")
    demand(lines[1].isascii() and lines[1].isdigit() and str(int(lines[1])) == lines[1], "the size of the checkpoint is no number")
    root = decode64(lines[2])
    demand(len(root) == 32, "the root of the checkpoint is no SHA-256")
    return int(lines[1]), root


# --- The tree (RFC 6962, section 2.1) --------------------------------------------------------------------------------


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return node_hash(tree_hash(hashes[:k]), tree_hash(hashes[k:]))


def root_of_path(index, size, leaf, path):
    """Section 2.1.1, undone: consumes the path from its end, as the definition makes it."""
    if size == 1:
        demand(not path, "the proof has too many hashes")
        return leaf
    demand(path, "the proof has too few hashes")
    k = 1
    while 2 * k < size:
        k *= 2
    if index < k:
        return node_hash(root_of_path(index, k, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(index - k, size - k, leaf, path[:-1]))


# --- Tiles, entries, proofs ------------------------------------------------------------------------------------------


def tile_path(level, index, width):
    elements = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        elements.insert(0, "x%03d" % (index % 1000))
    return os.path.join("tile", str(level), *elements) + ("" if width == 256 else ".p/%d" % width)


def read_file(folder, *path):
    try:
        with open(os.path.join(folder, *path), "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise NotProven("there is no " + os.path.join(*path))


def read_bundle(folder, index, width):
    bundle = read_file(folder, tile_path("entries", index, width))
    entries = []
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        demand(len(bundle) >= 2 + length, "the bundle %d of entries breaks off" % index)
        entries.append(bundle[2 : 2 + length])
        bundle = bundle[2 + length :]
    demand(len(entries) == width, "the bundle %d has %d entries instead of %d" % (index, len(entries), width))
    return entries


def verify_folder(folder, key):
    size, root = read_checkpoint(read_file(folder, "checkpoint").decode(), key)
    hashes = []
    for start in range(0, size, 256):
        hashes += map(leaf_hash, read_bundle(folder, start // 256, min(256, size - start)))
    level, below = 0, hashes
    while below:
        for start in range(0, len(below), 256):
            part = below[start : start + 256]
            tile = read_file(folder, tile_path(level, start // 256, len(part)))
            for place in range(len(part)):
                found = tile[place * 32 : place * 32 + 32]
                demand(found == part[place], "leaf %d is not what was sealed" % ((start + place) * 256**level))
            demand(len(tile) == 32 * len(part), "the tile %d of level %d is too long" % (start // 256, level))
        below = [tree_hash(below[start : start + 256]) for start in range(0, len(below) - 255, 256)]
        level += 1
    demand(tree_hash(hashes) == root, "the entries do not have the root of the checkpoint")
    return "%d events are in the log" % size


def verify_event(text, key):
    head, separator, note = text.partition("\n\n")
    lines = head.split("\n")
    demand(separator and lines.pop(0) == "c2sp.org/tlog-proof@v1", "this is no proof")
    demand(lines and lines[0].startswith("extra "), "the proof carries no event")
    event = decode64(lines.pop(0)[6:])
    demand(lines and lines[0].startswith("index ") and lines[0][6:].isdigit(), "the proof has no index")
    index = int(lines.pop(0)[6:])
    path = [decode64(line) for line in lines]
    demand(all(len(item) == 32 for item in path), "a hash of the proof is no SHA-256")
    size, root = read_checkpoint(note, key)
    demand(index < size, "the log has no such leaf")
    # An entry that no bundle could hold is the digest of the event.
    entry = event if len(event) <= 65535 else b'{"sha256":"%s"}' % hashlib.sha256(event).hexdigest().encode()
    demand(root_of_path(index, size, leaf_hash(entry), path) == root, "the event is not in the log")
    return "leaf %d of %d is %s" % (index, size, event.decode())


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        key = read_key(read_file(arguments[0]).decode())
        if os.path.isdir(arguments[1]):
            print("Proven: " + verify_folder(arguments[1], key))
        else:
            print("Proven: " + verify_event(read_file(arguments[1]).decode(), key))
        return 0
    except (NotProven, UnicodeDecodeError) as error:
        print("NOT PROVEN: %s" % error)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
