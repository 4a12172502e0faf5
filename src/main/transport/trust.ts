import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Environment } from './choose-way';

/** Which certificates are believed, and the TLS sessions that were made on that ground. */
export interface Trust {
  readonly context: SecureContext;
  /** `host:port` → the newest session. */
  readonly sessions: Map<string, Buffer>;
}

/** `extra`: certificates (PEM) trusted beside the usual ones. */
export function createTrust(extra: readonly string[], environment: Environment): Trust {
  // Without `ca` Node takes its own list, NODE_EXTRA_CA_CERTS included; a list of ours has to hold all of that.
  const context =
    extra.length === 0
      ? createSecureContext()
      : createSecureContext({
          ca: [...rootCertificates, ...readFile(environment.NODE_EXTRA_CA_CERTS), ...extra],
        });
  return { context, sessions: new Map() };
}

/** Node itself has warned about a file that cannot be read. */
function readFile(file: string | undefined): readonly string[] {
  if (!file) return [];
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
