import type { ServiceDependencies } from '../dependencies';
import type { ProviderBook } from '../provider-book';
import type { EventHub, InviteDoor, InviteNetwork, InviteService, KeyService } from '../types';
import type { WorkspaceBook } from '../workspace-book';
import { createAcceptor } from './accept-reply';
import { createContributorConnect } from './connect-contributor';
import { createInviteDoor } from './invite-door';
import { createInviteIdentity } from './invite-identity';
import { createInviteService } from './invite-service';

interface InviteParts extends ServiceDependencies {
  readonly providers: ProviderBook;
  readonly workspaces: WorkspaceBook;
  readonly keys: KeyService;
  readonly events: EventHub;
  readonly onChange: () => void;
}

/** Invites: the owner's side, and the door that contributors come through. */
export function createInvites(parts: InviteParts): {
  readonly service: InviteService;
  readonly door: InviteDoor;
  dispose(): void;
} {
  const network: InviteNetwork = parts.inviteNetwork;
  const onChange = () => {
    parts.onChange();
    // One that was used or withdrawn may have been the last that was reachable.
    void network.sync();
  };
  const identity = createInviteIdentity(parts);
  const accept = createAcceptor({ ...parts, identity, onChange });
  const shared = { ...parts, identity, accept, onChange };
  const base = createInviteDoor(shared);
  const { connect, dispose } = createContributorConnect({ ...parts, door: base });
  const door = { ...base, connect };
  return {
    dispose,
    door,
    service: createInviteService({ ...shared, network, door, onChange: parts.onChange }),
  };
}
