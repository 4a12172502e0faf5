import { clsx } from 'clsx';
import { type RefObject, useEffect, useState } from 'react';
import { messages } from '../../lib/messages';
import { nameSection, SECTIONS, type SectionId } from './section';

/** Below the top of the page: the section that crosses this line is the one being read. */
const READING_LINE_PX = 120;

function findSection(id: SectionId): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-item="${nameSection(id)}"]`);
}

function goTo(id: SectionId): void {
  const section = findSection(id);
  section?.scrollIntoView({ block: 'start' });
  section?.querySelector('h2')?.focus({ preventScroll: true });
}

/** Where one is on the page, and the way to the rest of it. */
export function SectionList({ scroller }: { readonly scroller: RefObject<HTMLElement | null> }) {
  const current = useCurrentSection(scroller);
  return (
    <nav aria-label={messages.settingSections.label} className="flex flex-col gap-0.5">
      {SECTIONS.map((id) => (
        <button
          key={id}
          type="button"
          aria-current={id === current ? 'location' : undefined}
          onClick={() => goTo(id)}
          className={clsx(
            'flex h-7 items-center rounded-md px-2 text-left transition-colors duration-[120ms]',
            id === current ? 'bg-hover font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
          )}
        >
          {messages.settingSections[id]}
        </button>
      ))}
    </nav>
  );
}

function useCurrentSection(scroller: RefObject<HTMLElement | null>): SectionId {
  const [current, setCurrent] = useState<SectionId>('general');
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      const line = element.getBoundingClientRect().top + READING_LINE_PX;
      const above = SECTIONS.filter((id) => {
        const section = findSection(id);
        return section !== null && section.getBoundingClientRect().top <= line;
      });
      setCurrent(above.at(-1) ?? 'general');
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scroller]);
  return current;
}
