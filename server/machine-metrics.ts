import { X509Certificate } from "node:crypto";
import { readFile, statfs } from "node:fs/promises";
import { gauge, type ScrapedRegistry } from "./instruments";

/** Tells, at each scrape, the disk that a folder is on. */
export function watchDisk(registry: ScrapedRegistry, folder: string): void {
  const free = gauge(
    registry,
    "opsdesk_disk_free_bytes",
    "Space that is left on the disk of DATA_DIR, or of the temporary folder where that is not set.",
  );
  const size = gauge(registry, "opsdesk_disk_size_bytes", "Size of that disk.");
  registry.beforeScrape(async () => {
    const { bavail, blocks, bsize } = await statfs(folder);
    free.set(bavail * bsize);
    size.set(blocks * bsize);
  });
}

/** Tells, at each scrape, how long a certificate in PEM is good; the file may be exchanged meanwhile. */
export function watchCertificate(registry: ScrapedRegistry, file: string): void {
  const expiry = gauge(
    registry,
    "opsdesk_tls_certificate_expiry_timestamp_seconds",
    "When the certificate in TLS_CERTIFICATE_FILE expires; 0 where it cannot be read. Absent without the setting.",
  );
  registry.beforeScrape(async () => {
    const expiresAt = await readFile(file)
      .then(expiryOf)
      .catch(() => 0);
    expiry.set(expiresAt);
  });
}

function expiryOf(pem: Buffer): number {
  return Date.parse(new X509Certificate(pem).validTo) / 1_000;
}
