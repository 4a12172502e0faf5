import { clsx } from 'clsx';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { messages } from '../../lib/messages';
import { nameSection, SECTIONS, type SectionId } from './section';

/** Below the top of the page: the section that crosses this line is the one being read. */
const READING_LINE_PX = 120;
/** Going there scrolls, and that is not the person's own doing. */
const CHOSEN_MS = 300;

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
  const { current, choose } = useCurrentSection(scroller);
  return (
    <nav aria-label={messages.settingSections.label} className="flex flex-col gap-0.5">
      {SECTIONS.map((id) => (
        <button
          key={id}
          type="button"
          aria-current={id === current ? 'location' : undefined}
          onClick={() => {
            choose(id);
            goTo(id);
          }}
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

function isAtEnd({ scrollTop, clientHeight, scrollHeight }: HTMLElement): boolean {
  return scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
}

function useCurrentSection(scroller: RefObject<HTMLElement | null>) {
  const [current, setCurrent] = useState<SectionId>('general');
  const chosenAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      // The last ones cannot come up to the line; one that was asked for counts as read.
      if (performance.now() - chosenAt.current < CHOSEN_MS) return;
      const line = element.getBoundingClientRect().top + READING_LINE_PX;
      const above = SECTIONS.filter((id) => {
        const section = findSection(id);
        return section !== null && section.getBoundingClientRect().top <= line;
      });
      setCurrent(isAtEnd(element) ? 'about' : (above.at(-1) ?? 'general'));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scroller]);
  const choose = (id: SectionId): void => {
    chosenAt.current = performance.now();
    setCurrent(id);
  };
  return { current, choose };
}
