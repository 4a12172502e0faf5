import { clsx } from 'clsx';
import type { SlotTier } from '../../../shared/domain/alias';
import type { ModelSummary } from '../../../shared/domain/model';
import { Duration } from '../../components/figures';
import { formatCount, formatDuration, formatMoney, measureTokens } from '../../lib/format';
import { messages } from '../../lib/messages';
import type { SlotFacts } from './use-slot-facts';

const words = messages.aliases;
const GIVES_WAY = '@max-[600px]:hidden';
const CONTEXT = clsx('w-14 shrink-0 text-right', GIVES_WAY);
const PRICE = clsx('w-28 shrink-0 text-right', GIVES_WAY);
const SPEED = clsx('w-14 shrink-0 text-right', GIVES_WAY);

/** Above the chain, over the figures of every slot. */
export function FigureHeadings() {
  return (
    <>
      <span className={CONTEXT}>{words.columns.context}</span>
      <span className={PRICE} title={words.priceHint}>
        {words.columns.price}
      </span>
      <span className={SPEED} title={words.speedHint}>
        {words.columns.speed}
      </span>
    </>
  );
}

interface SlotFiguresProps {
  readonly facts: SlotFacts;
  /** As the router sees it now; the catalog's word counts where it does not. */
  readonly tier: SlotTier | null;
}

/** What a place takes, costs and needs, each figure below the last slot's. */
export function SlotFigures({ facts: { summary, speed }, tier }: SlotFiguresProps) {
  return (
    <>
      <span className={CONTEXT}>
        <Context tokens={summary?.context_window ?? null} />
      </span>
      <span className={clsx(PRICE, 'truncate')}>
        <Price summary={summary} tier={tier ?? summary?.tier ?? null} />
      </span>
      <span
        className={SPEED}
        {...(speed === null
          ? {}
          : { title: words.speedOf(formatDuration(speed.average_ms), formatCount(speed.requests)) })}
      >
        <Duration ms={speed?.average_ms ?? null} />
      </span>
    </>
  );
}

export function Context({ tokens }: { readonly tokens: number | null }) {
  if (tokens === null) return <Unknown />;
  // Nobody chooses by a tenth of a thousand.
  const { value, unit } = measureTokens(tokens < 10_000 ? tokens : Math.round(tokens / 1000) * 1000);
  return (
    <span className="whitespace-nowrap tabular-nums">
      {value}
      {unit !== '' && <span className="ml-0.5 text-label text-faint">{unit}</span>}
    </span>
  );
}

interface PriceProps {
  readonly summary: Pick<ModelSummary, 'price'> | null;
  readonly tier: SlotTier | null;
}

/** What it costs the person: nothing on a free tier, whatever the list says. */
export function Price({ summary, tier }: PriceProps) {
  const price = summary?.price ?? null;
  const list =
    price && words.price(formatMoney(price.input_usd_per_million), formatMoney(price.output_usd_per_million));
  if (tier !== null && tier !== 'paid') {
    const hint = list === null ? words.tierHints[tier] : `${words.tierHints[tier]} ${list}`;
    return <span title={hint}>{words.tiers[tier]}</span>;
  }
  if (price === null || list === null) return <Unknown />;
  if (price.input_usd_per_million === 0 && price.output_usd_per_million === 0) {
    return <span>{words.tiers.free}</span>;
  }
  return (
    <span className="whitespace-nowrap tabular-nums" title={words.priceHint}>
      {list}
    </span>
  );
}

function Unknown() {
  return <span className="text-faint">{messages.unknown}</span>;
}
