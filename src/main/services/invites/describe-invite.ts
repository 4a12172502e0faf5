import type { Invite } from '../../../shared/domain/invite';
import { fingerprintOf } from '../../../shared/invite/fingerprint';
import { readInviteToken } from '../../../shared/invite/invite-token';
import type { InviteRow } from '../../storage/types';
import type { ServiceDependencies } from '../dependencies';
import type { InviteNetwork } from '../types';
import { asOpen, stateOf } from './find-invite';

interface DescribeParts extends Pick<ServiceDependencies, 'clock' | 'gatewayUrl'> {
  readonly network: InviteNetwork;
  readonly hasKey: (keyId: string) => boolean;
}

export function describeInvite(row: InviteRow, parts: DescribeParts): Invite {
  const now = parts.clock.now();
  const open = asOpen(row, now);
  const isReachable = open?.inNetwork === true;
  return {
    id: row.id,
    provider_name: row.provider,
    label: row.label,
    from: row.sender,
    message: row.message,
    workspace_id: row.workspaceId,
    share_with_pool: row.shareWithPool,
    in_network: row.inNetwork,
    state: stateOf(row, now),
    created_at: new Date(row.createdAt).toISOString(),
    expires_at: new Date(row.expiresAt).toISOString(),
    ended_at: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
    key_id: row.keyId !== null && parts.hasKey(row.keyId) ? row.keyId : null,
    fingerprint: open && readFingerprint(open.token),
    link: open && `${parts.gatewayUrl()}/contribute/${open.token}`,
    network_links: isReachable
      ? parts.network.addresses().map((url) => `${url}/contribute/${open.token}`)
      : [],
    network_error: isReachable ? parts.network.error() : null,
  };
}

function readFingerprint(token: string): string | null {
  const facts = readInviteToken(token);
  return facts && fingerprintOf(facts.signingKey);
}
