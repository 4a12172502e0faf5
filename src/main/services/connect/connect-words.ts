import type { ConnectFailure } from '../../../shared/domain/connect-flow';

/** What happened and what to do, for the window and the command line. */
export function describeConnectFailure(name: string, reason: Exclude<ConnectFailure, 'not_stored'>): string {
  switch (reason) {
    case 'denied':
      return `You did not allow it, so ${name} made no key.`;
    case 'timed_out':
      return `Nobody answered at ${name} in time. Connect again.`;
    case 'refused':
      return `${name} did not accept the sign-in: its code was used, is too old, or belongs to something else. Connect again.`;
    case 'unreachable':
      return `${name} did not answer. Check that this computer is online, then connect again.`;
    case 'unexpected':
      return `${name} answered something unexpected, without a key. Try again later, or paste a key.`;
    case 'vault_locked':
      return `The vault was locked when the key came, so it was not stored. Unlock it and connect again; the key that ${name} has made can be deleted there.`;
  }
}

/** `why` is a whole sentence. */
export function describeNotStored(name: string, why: string): string {
  return `${why} ${name} has made a key all the same; it can be deleted there.`;
}
