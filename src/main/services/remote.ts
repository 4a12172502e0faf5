import type { EventHub, Services } from './types';

type Asked<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;

/** A service whose methods answer from another thread; listeners and streams cannot be handed there. */
type Remote<S> = { readonly [M in Exclude<keyof S, 'onChange' | 'export'>]: Asked<S[M]> };

/** The services as the desktop sees them: the same, but everything takes a moment. */
export type RemoteServices = {
  readonly [S in Exclude<keyof Services, 'events'>]: Remote<Services[S]>;
} & { readonly events: Pick<EventHub, 'subscribe'> };
