import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { messages } from '../../lib/messages';
import { useFilter } from './use-filter';

const words = messages.requests;
const TYPING_PAUSE_MS = 250;

/** The whole filter as text: fields such as `status:error`, and words. */
export function QueryField() {
  const { filter, ask } = useFilter();
  const [text, setText] = useState(filter.query);

  // It can be changed from elsewhere; what only differs in blanks is left under somebody's fingers.
  useEffect(() => setText((typed) => (typed.trim() === filter.query ? typed : filter.query)), [filter.query]);

  useEffect(() => {
    if (text.trim() === filter.query) return;
    const timer = window.setTimeout(() => ask(text), TYPING_PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text, filter.query, ask]);

  return (
    <div className="relative min-w-40 max-w-110 grow">
      <Search className="pointer-events-none absolute top-1.5 left-2 text-muted" aria-hidden />
      <input
        type="search"
        aria-label={words.filterLabel}
        placeholder={words.filterPlaceholder}
        value={text}
        maxLength={400}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask(text);
          else if (event.key !== 'Escape') return;
          else if (text === '') event.currentTarget.blur();
          else ask('');
          event.stopPropagation();
        }}
        className="control w-full pl-7.5 text-ellipsis [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}
