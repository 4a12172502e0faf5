import type { CostSource, TokenUsage } from '../../shared/domain/request';
import { formatMoney, measureDuration, measureTokens, type Quantity } from '../lib/format';
import { messages } from '../lib/messages';

/** A number with its unit small and grey. Unknown is a dash, never 0. */
function Measured(props: { readonly quantity: Quantity | null }) {
  if (props.quantity === null) return <span className="text-faint">{messages.unknown}</span>;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {props.quantity.value}
      {props.quantity.unit !== '' && (
        <span className="ml-0.5 text-label text-faint">{props.quantity.unit}</span>
      )}
    </span>
  );
}

export function Duration(props: { readonly ms: number | null }) {
  return <Measured quantity={measureDuration(props.ms)} />;
}

/** Tokens in → out. A tilde says that they were counted here. */
export function Tokens(props: { readonly usage: TokenUsage | null }) {
  const { usage } = props;
  if (usage === null) return <span className="text-faint">{messages.unknown}</span>;
  return (
    <span className="whitespace-nowrap" {...(usage.estimated ? { title: messages.requests.estimated } : {})}>
      {usage.estimated && <span className="text-faint">~</span>}
      <Measured quantity={measureTokens(usage.input)} />
      <span className="mx-0.5 text-faint">→</span>
      <Measured quantity={measureTokens(usage.output)} />
    </span>
  );
}

/** What it cost, and how well that is known: a tilde for an estimate, a dash where no price is known. */
export function Cost(props: { readonly usd: number | null; readonly source: CostSource | null }) {
  const { usd, source } = props;
  const title = source === null ? undefined : messages.requests.costHints[source];
  if (usd === null || source === null) {
    return (
      <span className="text-faint" title={title}>
        {formatMoney(usd)}
      </span>
    );
  }
  if (source === 'free') {
    return (
      <span className="text-faint" title={title}>
        {messages.requests.free}
      </span>
    );
  }
  return (
    <span title={title}>
      {source === 'estimated' && <span className="text-faint">~</span>}
      {formatMoney(usd)}
    </span>
  );
}
