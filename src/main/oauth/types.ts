/** What lets a key that lives for hours be replaced by the next one without asking anybody. */
export interface KeyRenewal {
  readonly refreshToken: string;
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What a provider hands over once its user has agreed. */
export interface Grant {
  readonly secret: string;
  /** `null`: the key lives until its user ends it. */
  readonly renewal: KeyRenewal | null;
}

/**
 * `denied`: the person said no. `refused`: the provider did not take the code, or the client id. `unexpected`: it
 * answered something else than its documentation says. `not_stored`: the key came, but could not be kept.
 */
export type FlowFailure =
  | 'denied'
  | 'timed_out'
  | 'cancelled'
  | 'refused'
  | 'unreachable'
  | 'unexpected'
  | 'not_stored';

export type FlowEnd =
  | { readonly kind: 'connected' }
  | { readonly kind: 'failed'; readonly reason: FlowFailure };

/** One sign-in at a provider, from its first page to the key. */
export interface Flow {
  /** To be opened in the system's browser. */
  readonly url: string;
  /** What the person types there; `null` where nothing is typed. */
  readonly userCode: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Never rejects. By then everything that the flow had open is closed. */
  readonly done: Promise<FlowEnd>;
  /** Whatever arrives later is dropped. */
  cancel(): void;
}

export type FlowStart =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly reason: FlowFailure };

/** What the browser shows at the end. Plain text, nothing in it is markup. */
export interface ResultPage {
  readonly tone: 'ok' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
  /** Something to keep, e.g. a withdrawal code. */
  readonly keep?: { readonly label: string; readonly value: string; readonly hint: string };
  readonly back?: { readonly label: string; readonly url: string };
}

export interface BrowserFlowNeeds {
  /** The address of this computer that the provider sends the browser back to. */
  readonly callbackHost: '127.0.0.1';
  /** Stores the key and says what the browser shows then. A throw counts as `not_stored`. */
  readonly onKey: (grant: Grant) => Promise<{ readonly stored: boolean; readonly page: ResultPage }>;
  /** On pages about a failure. */
  readonly back?: ResultPage['back'];
}

export interface DeviceFlowNeeds {
  readonly clientId: string;
  /** A throw counts as `not_stored`. */
  readonly onKey: (grant: Grant) => Promise<void>;
}

export type RenewalAnswer =
  | { readonly ok: true; readonly grant: Grant & { readonly renewal: KeyRenewal } }
  /** `refused`: it will never be renewed again; its owner must connect anew. */
  | { readonly ok: false; readonly reason: 'refused' | 'unreachable' };

/** Keys by signing in at the provider. Sources: RFC 8252, 7636, 8628; the providers' documentation. */
export interface OAuth {
  startOpenRouterFlow(needs: BrowserFlowNeeds): Promise<Flow>;
  startHuggingFaceFlow(needs: DeviceFlowNeeds): Promise<FlowStart>;
  renewHuggingFace(renewal: KeyRenewal): Promise<RenewalAnswer>;
}

/** Where the providers' sign-in is. */
export interface OAuthServers {
  readonly openRouter: { readonly authorize: string; readonly exchange: string };
  readonly huggingFace: { readonly issuer: string; readonly device: string; readonly token: string };
}
