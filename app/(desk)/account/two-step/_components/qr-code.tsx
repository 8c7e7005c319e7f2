import { QRCodeSVG } from "qrcode.react";

/** Black on white in both themes, with a margin, because cameras expect it so. */
export function QrCode({ uri }: { uri: string }) {
  return <QRCodeSVG value={uri} size={200} marginSize={4} level="M" title="QR code for an authenticator" />;
}
