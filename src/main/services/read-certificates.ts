import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type CertificateAnswer =
  | { readonly ok: true; readonly certificates: readonly string[] }
  /** Follows the name of a field. */
  | { readonly ok: false; readonly reason: string };

const LARGEST_FILE_CHARACTERS = 4 * 1024 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates of a PEM file, each by itself. Anything else in the file is not looked at. */
export function readCertificates(file: string): CertificateAnswer {
  if (!path.isAbsolute(file)) return { ok: false, reason: 'must be the full path of a file' };
  const text = readText(file);
  if (text === null) return { ok: false, reason: 'cannot be read' };
  const certificates = text.slice(0, LARGEST_FILE_CHARACTERS).match(PEM) ?? [];
  if (certificates.length === 0) return { ok: false, reason: 'holds no certificate in PEM form' };
  if (!certificates.every(isCertificate)) return { ok: false, reason: 'holds a damaged certificate' };
  return { ok: true, certificates };
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== '';
  } catch {
    return false;
  }
}
