import type { Invite, InviteReplyResult } from '../../../shared/domain/invite';
import type { InvitePageFacts } from '../../../shared/invite/contribute-page';
import type {
  InviteCreateRequest,
  InviteReplyRequest,
  InviteUpdateRequest,
} from '../../../shared/ipc/invites';

export interface InviteService {
  list(): readonly Invite[];
  /** Resolves when the page can be opened. Throws `vault_locked`: an invite is signed by the vault. */
  create(request: InviteCreateRequest): Promise<Invite>;
  update(id: string, change: InviteUpdateRequest): Promise<Invite>;
  /** One that is over stays as it was; a key that came by it stays too. */
  revoke(id: string): Promise<void>;
  /** The invite as one HTML file that works offline. */
  file(id: string): { readonly name: string; readonly html: string };
  /** Takes in a sealed reply, a sealed withdrawal or a withdrawal code that the owner was sent. */
  reply(request: InviteReplyRequest): Promise<InviteReplyResult>;
}

/** What came of a contributor's reply. `over` is all that is told of an invite that does not work, whatever the reason. */
export type SubmitOutcome =
  | { readonly kind: 'added' | 'untested' | 'refused'; readonly message: string }
  | { readonly kind: 'over' | 'unreadable' | 'locked' };

/** What contributors reach through a server, without any credential but their invite. */
export interface InviteDoor {
  /** `null`: nothing that works, for whatever reason. */
  look(token: string, place: 'local' | 'network'): InvitePageFacts | null;
  submit(token: string, reply: string, place: 'local' | 'network'): Promise<SubmitOutcome>;
  /** Deletes the key that came with this code, and by this invite where one is named. False: there is none. */
  withdraw(code: string, inviteId?: string): boolean;
  /** Where the contributor signs in at the provider instead of pasting a key; `null`: the invite does not work, or the provider has no such page. */
  connect(token: string): Promise<string | null>;
  /** Epoch milliseconds until which some invite is to be reachable in the network; `null`: none is. */
  networkUntil(): number | null;
}

/** The listener for other devices, which is there only while an invite wants it. */
export interface InviteNetwork {
  /** Opens or closes it, as the door says; resolves when it is so. Never throws. */
  sync(): Promise<void>;
  /** `http://192.168.1.5:49152`, one for each network of this computer; none while it is closed. */
  addresses(): readonly string[];
  /** Why it could not be opened, for people. */
  error(): string | null;
}
