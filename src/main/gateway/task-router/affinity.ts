import type { AffinityPort } from '../ports';
import { nameOf } from './plan-route';

/** As long as providers keep a prompt cache warm, about. */
const KEPT_MS = 30 * 60_000;
const MOST_CONVERSATIONS = 2000;

/** Remembers places in memory: after a restart, caches are mostly cold anyway. */
export function createAffinityBook(monotonic: () => number): AffinityPort {
  const places = new Map<string, { readonly place: string; readonly at: number }>();
  return {
    placeOf(conversation) {
      const last = places.get(conversation);
      return last && monotonic() - last.at < KEPT_MS ? last.place : null;
    },
    remember(conversation, served) {
      // A Map keeps insertion order, so that the first name is the one unused for longest.
      places.delete(conversation);
      places.set(conversation, { place: nameOf(served), at: monotonic() });
      const oldest = places.size > MOST_CONVERSATIONS ? places.keys().next().value : undefined;
      if (oldest !== undefined) places.delete(oldest);
    },
  };
}
