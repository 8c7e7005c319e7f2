import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ScrapedRegistry } from "./instruments";
import { watchCertificate, watchDisk } from "./machine-metrics";

/** Good until 2126-10-28 03:55:05 UTC. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBTDCB/6ADAgECAhRQMrLqv+i7KLU3em9YNXlPitWGEzAFBgMrZXAwGzEZMBcG
A1UEAwwQZGVzay5leGFtcGxlLm5ldDAgFw0yNjExMjEwMzU1MDVaGA8yMTI2MTAy
ODAzNTUwNVowGzEZMBcGA1UEAwwQZGVzay5leGFtcGxlLm5ldDAqMAUGAytlcAMh
AMi+/5g7kmwj3CMCVUwQIa+J6mLctr5iuONIjkyVx44no1MwUTAdBgNVHQ4EFgQU
DaQnGixNpDdrdhPaZQ7FCLnWjp8wHwYDVR0jBBgwFoAUDaQnGixNpDdrdhPaZQ7F
CLnWjp8wDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQAb/xkhmvyRdeATdUNbXtGx
E4QEX+FeNInENqYL8QDwp9Aqmr+7P71bRc7vCruhNPtltMEyxeI7+ZESj4YjXNEB
-----END CERTIFICATE-----
`;

const scraped = async (registry: ScrapedRegistry, name: string) =>
  Number(new RegExp(`^${name} (\\S+)$`, "m").exec(await registry.metrics())?.[1]);

it("tells when a certificate expires, after it was exchanged too, and 0 where it cannot be read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "opsdesk-certificate-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "desk.pem");
  const registry = new ScrapedRegistry();
  watchCertificate(registry, file);
  const expiry = () => scraped(registry, "opsdesk_tls_certificate_expiry_timestamp_seconds");
  expect(await expiry()).toBe(0);
  await writeFile(file, certificate);
  expect(await expiry()).toBe(Date.UTC(2126, 9, 28, 3, 55, 5) / 1_000);
  await writeFile(file, "no certificate");
  expect(await expiry()).toBe(0);
});

it("tells how much of a folder's disk is left; a folder that is not there fails no scrape", async () => {
  const registry = new ScrapedRegistry();
  watchDisk(registry, tmpdir());
  const [free, size] = [
    await scraped(registry, "opsdesk_disk_free_bytes"),
    await scraped(registry, "opsdesk_disk_size_bytes"),
  ];
  expect(free).toBeGreaterThan(0);
  expect(size).toBeGreaterThanOrEqual(free);
  const other = new ScrapedRegistry();
  watchDisk(other, join(tmpdir(), "there-is-no-such-folder"));
  expect(await scraped(other, "opsdesk_disk_size_bytes")).toBe(0);
});
