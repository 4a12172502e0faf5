// biome-ignore-all lint/a11y/useSemanticElements: the rows of a virtual list are placed, which table rows cannot be
// biome-ignore-all lint/a11y/useFocusableInteractive: one focus for the whole grid (aria-activedescendant)
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid handles the keys
import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { ArrowUp } from 'lucide-react';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import type { RequestSummary } from '../../../shared/domain/request';
import { Button } from '../../components/button';
import { useApp, useRequestLog } from '../../lib/app-context';
import { messages } from '../../lib/messages';
import { FRESH_MS } from '../../lib/request-log';
import { moveActive } from './move-active';
import { REQUEST_COLUMNS } from './request-columns';
import { writeHeld } from './request-toolbar';
import { createRowSlots } from './row-slots';
import { useAnchoredScroll } from './use-anchored-scroll';
import { usePageKeys } from './use-page-keys';

const ROW_HEIGHT = 32;
const OVERSCAN = 6;
const PAGE_ROWS = 12;
const PREFETCH_ROWS = 40;
const words = messages.requests;
const rowHeight = () => ROW_HEIGHT;

interface RequestTableProps {
  readonly openId: string | null;
  readonly onOpen: (id: string | null) => void;
}

/** Thousands of rows, of which only those in view exist. One element has the focus; the keys move inside it. */
export function RequestTable({ openId, onOpen }: RequestTableProps) {
  const { replica } = useApp();
  const rows = useRequestLog(replica.log, (state) => state.rows);
  const scrollRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: rowHeight,
    overscan: OVERSCAN,
  });
  const items = virtualizer.getVirtualItems();
  const scrollTo = (index: number) => virtualizer.scrollToIndex(index, { align: 'auto' });
  const { activeId, choose, handleKey } = useActiveRow({ rows, openId, onOpen, scrollTo });
  const isAwayFromTop = useAnchoredScroll(scrollRef, replica.log, ROW_HEIGHT);
  usePageKeys(handleKey);
  useMoreRows(items[0]?.index ?? 0, items.at(-1)?.index ?? 0, rows.length);

  return (
    <div className="@container/log relative flex min-h-0 grow flex-col">
      <div
        ref={scrollRef}
        role="grid"
        tabIndex={0}
        aria-label={messages.nav.requests}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={activeId === null ? undefined : rowElementId(activeId)}
        className="group/grid min-h-0 grow overflow-y-auto outline-none [overflow-anchor:none]"
      >
        <HeaderRow />
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          <VisibleRows items={items} rows={rows} activeId={activeId} openId={openId} onChoose={choose} />
        </div>
        <ListEnd />
      </div>
      {isAwayFromTop && <ToNewest onGo={() => scrollRef.current?.scrollTo({ top: 0 })} />}
    </div>
  );
}

/** Back up, with how much has come meanwhile. */
function ToNewest({ onGo }: { readonly onGo: () => void }) {
  const { replica } = useApp();
  const held = useRequestLog(replica.log, (state) => state.held);
  const hasNewer = useRequestLog(replica.log, (state) => state.hasNewer);

  function go(): void {
    if (hasNewer) void replica.log.toNewest();
    else onGo();
  }

  return (
    <Button className="pop absolute top-10 left-1/2 -translate-x-1/2 shadow-float" onClick={go}>
      <ArrowUp aria-hidden />
      {words.toNewest}
      {held > 0 && <span className="text-accent-text">{writeHeld(held)}</span>}
    </Button>
  );
}

type PressedFields = 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'preventDefault';

interface ActiveRowParts extends RequestTableProps {
  readonly rows: readonly RequestSummary[];
  readonly scrollTo: (index: number) => void;
}

/** The row the keys have moved to; with the drawer open the arrows leaf through it. */
function useActiveRow({ rows, openId, onOpen, scrollTo }: ActiveRowParts) {
  const [activeId, setActiveId] = useState<string | null>(openId);

  function handleKey(event: Pick<KeyboardEvent, PressedFields>): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') onOpen(null);
    else if (event.key === 'Enter') onOpen(activeId);
    else {
      const current = rows.findIndex((row) => row.id === activeId);
      const next = moveActive(event.key, current, rows.length, PAGE_ROWS);
      if (next === null) return;
      const id = rows[next]?.id ?? null;
      setActiveId(id);
      scrollTo(next);
      if (openId !== null) onOpen(id);
    }
    event.preventDefault();
  }

  const choose = useCallback(
    (id: string) => {
      setActiveId(id);
      onOpen(id);
    },
    [onOpen],
  );

  return { activeId, choose, handleKey };
}

interface VisibleRowsProps {
  readonly items: readonly VirtualItem[];
  readonly rows: readonly RequestSummary[];
  readonly activeId: string | null;
  readonly openId: string | null;
  readonly onChoose: (id: string) => void;
}

function VisibleRows({ items, rows, activeId, openId, onChoose }: VisibleRowsProps) {
  const { replica } = useApp();
  const arrivals = useRequestLog(replica.log, (state) => state.arrivals);
  const [slots] = useState(createRowSlots);
  const slotOf = slots.place(rows, items.length);
  const now = Date.now();
  return items.map((item) => {
    const row = rows[item.index];
    if (row === undefined) return null;
    return (
      <RequestRow
        key={slotOf(item.index)}
        row={row}
        index={item.index}
        top={item.start}
        isActive={row.id === activeId}
        isOpen={row.id === openId}
        isFresh={now - (arrivals.get(row.id) ?? 0) < FRESH_MS}
        onChoose={onChoose}
      />
    );
  });
}

/** Pages are read before their rows are wanted, down and back up. */
function useMoreRows(firstShown: number, lastShown: number, count: number): void {
  const { replica } = useApp();
  const hasNewer = useRequestLog(replica.log, (state) => state.hasNewer);
  const loading = useRequestLog(replica.log, (state) => state.loading);
  const isNearEnd = count > 0 && lastShown >= count - PREFETCH_ROWS;
  const isNearTop = hasNewer && firstShown < PREFETCH_ROWS;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that did not fill the view is followed by the next
  useEffect(() => {
    if (isNearTop) void replica.log.loadNewer();
    else if (isNearEnd) void replica.log.loadOlder();
  }, [isNearEnd, isNearTop, count, loading, replica]);
}

function rowElementId(id: string): string {
  return `request-${id}`;
}

function HeaderRow() {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-line border-b bg-bg">
      <div role="row" className="flex h-8 items-center gap-2 px-4 text-label text-muted">
        {REQUEST_COLUMNS.map((column) => (
          <span key={column.id} role="columnheader" className={clsx('shrink-0', column.className)}>
            {column.label}
          </span>
        ))}
      </div>
    </div>
  );
}

interface RequestRowProps {
  readonly row: RequestSummary;
  readonly index: number;
  readonly top: number;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  readonly isFresh: boolean;
  readonly onChoose: (id: string) => void;
}

const RequestRow = memo(function RequestRow(props: RequestRowProps) {
  const { row, index, top, isActive, isOpen, isFresh, onChoose } = props;
  return (
    <div
      role="row"
      id={rowElementId(row.id)}
      data-testid="request-row"
      data-request-id={row.id}
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      onClick={() => onChoose(row.id)}
      style={{ transform: `translateY(${top}px)` }}
      className={clsx(
        'absolute inset-x-0 top-0 flex h-8 items-center gap-2 px-4 text-table [contain:strict]',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover',
        isActive && 'group-focus-visible/grid:shadow-[inset_0_0_0_2px_var(--accent)]',
      )}
    >
      {isFresh && (
        <span key={row.id} aria-hidden className="fresh pointer-events-none absolute inset-0 -z-10" />
      )}
      {REQUEST_COLUMNS.map((column) => (
        <span key={column.id} role="gridcell" className={clsx('shrink-0', column.className)}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
});

function ListEnd() {
  const { replica } = useApp();
  const hasOlder = useRequestLog(replica.log, (state) => state.hasOlder);
  const error = useRequestLog(replica.log, (state) => state.error);
  if (error !== null) {
    return (
      <p className="flex items-center justify-center gap-2 py-3 text-table text-bad-text">
        {error.message}
        <Button variant="quiet" onClick={() => void replica.log.loadOlder()}>
          {messages.actions.tryAgain}
        </Button>
      </p>
    );
  }
  return (
    <p className="py-3 text-center text-label text-faint">{hasOlder ? words.loadingOlder : words.end}</p>
  );
}
