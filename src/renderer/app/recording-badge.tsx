import { CircleDot, Square } from 'lucide-react';
import { IconButton } from '../components/button';
import { messages } from '../lib/messages';
import { useRecordings } from '../lib/use-recordings';

const words = messages.recordings;

/** While prompts are kept, every page says so, and how to end it. */
export function RecordingBadge() {
  const { state, isOn, stopAll } = useRecordings();
  if (state === null || !isOn) return null;
  const text = !state.possible
    ? words.badgePaused
    : state.tokens.length > 0
      ? words.badgeTokens(state.tokens.length)
      : words.badgeNext;
  return (
    <span
      role="status"
      data-testid="recording-badge"
      className="flex h-7 shrink-0 items-center gap-1.5 rounded-md bg-bad-soft pl-2 text-table text-bad-text"
    >
      <CircleDot className="size-3.5!" aria-hidden />
      {text}
      <IconButton label={words.stopAll} className="size-6 text-bad-text" onClick={() => void stopAll()}>
        <Square className="size-3!" aria-hidden />
      </IconButton>
    </span>
  );
}
