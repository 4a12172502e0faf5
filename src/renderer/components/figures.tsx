import type { TokenUsage } from '../../shared/domain/request';
import { measureDuration, measureTokens, type Quantity } from '../lib/format';
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
