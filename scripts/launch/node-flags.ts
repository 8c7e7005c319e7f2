/**
 * What Node is told that runs the server, beside its program. By itself it would let an import of 200,000 hosts grow it by 240 MiB
 * of garbage, which it then keeps: most of them as room for new objects, the rest because old ones are left until they are several times
 * what lives.
 */
export const serverFlags: readonly string[] = ["--max-semi-space-size=16", "--heap-growing-percent=70"];
