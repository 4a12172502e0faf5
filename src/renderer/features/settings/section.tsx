import type { ReactNode } from 'react';
import { messages } from '../../lib/messages';
import { nameItem } from '../../lib/spotlight';

export const SECTIONS = [
  'general',
  'notifications',
  'privacy',
  'sources',
  'vault',
  'backup',
  'network',
  'about',
] as const;
export type SectionId = (typeof SECTIONS)[number];

/** What the element of a section is found by. */
export function nameSection(id: SectionId): string {
  return nameItem({ kind: 'section', id });
}

/** Cards about one thing under their heading. */
export function Section({ id, children }: { readonly id: SectionId; readonly children: ReactNode }) {
  const headingId = `section-${id}`;
  return (
    <section data-item={nameSection(id)} className="flex scroll-mt-5 flex-col gap-3 rounded-md">
      <h2 id={headingId} tabIndex={-1} className="font-semibold outline-none">
        {messages.settingSections[id]}
      </h2>
      {children}
    </section>
  );
}
