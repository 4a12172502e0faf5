import type { FlowFailure, ResultPage } from './types';

const START_AGAIN = 'Go back to where you started and connect again.';

/** What a person reads in the browser when a sign-in came to nothing. */
export function describeFlowFailure(name: string, reason: FlowFailure, back: ResultPage['back']): ResultPage {
  const words = FAILURES[reason](name);
  return {
    tone: reason === 'denied' || reason === 'cancelled' ? 'warn' : 'bad',
    ...words,
    ...(back && { back }),
  };
}

const FAILURES: Readonly<
  Record<FlowFailure, (name: string) => { readonly title: string; readonly text: string }>
> = {
  denied: (name) => ({
    title: 'You did not allow it',
    text: `${name} made no key, and nothing was stored. If that was a slip: ${lower(START_AGAIN)}`,
  }),
  timed_out: () => ({
    title: 'That took too long',
    text: `A sign-in is open for ten minutes. Nothing was stored. ${START_AGAIN}`,
  }),
  cancelled: () => ({
    title: 'This sign-in was cancelled',
    text: `Nothing was stored. ${START_AGAIN}`,
  }),
  refused: (name) => ({
    title: `${name} did not accept the code`,
    text: `It works once and for ten minutes, and it may have been used or be too old. Nothing was stored. ${START_AGAIN}`,
  }),
  unreachable: (name) => ({
    title: `${name} could not be reached`,
    text: `SpiderGate got no answer from ${name}. Is this computer online? Nothing was stored. ${START_AGAIN}`,
  }),
  unexpected: (name) => ({
    title: `${name} answered something unexpected`,
    text: `Its answer held no key, so nothing was stored. Try again later, or make a key on its website and paste it.`,
  }),
  not_stored: (name) => ({
    title: 'The key could not be stored',
    text: `SpiderGate says why. ${name} has made a key all the same: delete it there, then connect again.`,
  }),
};

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** An address that is not the one the provider was given, or that lacks its code. */
export const NOTHING_HERE: ResultPage = {
  tone: 'warn',
  title: 'Nothing to see here',
  text: 'SpiderGate waits here for a sign-in to come back, and this is not its address.',
};

export const INCOMPLETE: ResultPage = {
  tone: 'bad',
  title: 'This address is not complete',
  text: 'The code of the sign-in is missing. Go back to the page before and allow it once more.',
};

export const USED: ResultPage = {
  tone: 'bad',
  title: 'This sign-in was used already',
  text: 'Each brings one key. Go back to where you started and connect again.',
};
