import { CircleDot, Square } from 'lucide-react';
import type { AgentToken } from '../../shared/domain/agent-token';
import { messages } from '../lib/messages';
import { useRecordings } from '../lib/use-recordings';
import { MenuItem } from './menu';

const words = messages.recordings;

/** On a token whose prompts and answers are kept. */
export function TokenRecordingMark(props: { readonly tokenId: string }) {
  const { state } = useRecordings();
  if (state?.tokens.includes(props.tokenId) !== true) return null;
  return (
    <span
      title={words.tokenHint}
      className="ml-1.5 inline-flex items-center gap-1 align-middle text-label text-bad-text"
    >
      <CircleDot className="size-3!" aria-hidden />
      {words.tokenMark}
    </span>
  );
}

/** Its entry in the menu of a token. */
export function TokenRecordingItem(props: { readonly token: Pick<AgentToken, 'id' | 'name'> }) {
  const { state, recordToken } = useRecordings();
  const isOn = state?.tokens.includes(props.token.id) === true;
  return (
    <MenuItem onSelect={() => void recordToken(props.token, !isOn)}>
      {isOn ? <Square aria-hidden /> : <CircleDot aria-hidden />}
      {isOn ? words.stopToken : words.ofToken}
    </MenuItem>
  );
}
