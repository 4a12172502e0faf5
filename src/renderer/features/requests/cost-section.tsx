import type { RequestDetail } from '../../../shared/domain/request';
import { Cost } from '../../components/figures';
import { formatCount, formatMoney } from '../../lib/format';
import { messages } from '../../lib/messages';
import { type CostPart, listCostParts } from './cost-parts';

const words = messages.requests;

/** How its cost came about. */
export function CostSection({ detail }: { readonly detail: RequestDetail }) {
  const { usage, trace, cost_usd: usd, cost_source: source, saved_usd: saved } = detail;
  if (usage === null || source === null || source === undefined) return null;
  const price = trace?.price;
  const parts = price === undefined || usd === null ? [] : listCostParts(usage, price, usd);
  return (
    <section className="flex flex-col gap-1.5">
      <h3 className="font-medium">{words.cost}</h3>
      <table className="w-full text-table tabular-nums">
        <tbody>
          {parts.map((part) => (
            <PartRow key={part.kind} part={part} />
          ))}
          <tr className={parts.length > 0 ? 'h-7 border-line border-t' : 'h-6'}>
            <th scope="row" className="text-left font-normal">
              {words.costTotal}
            </th>
            <td />
            <td className="text-right font-medium">
              <Cost usd={usd} source={source} />
            </td>
          </tr>
        </tbody>
      </table>
      <p className="text-label text-muted">
        {words.costHints[source]}
        {typeof saved === 'number' && saved > 0 && ` · ${words.savedHere(formatMoney(saved))}`}
      </p>
    </section>
  );
}

function PartRow({ part }: { readonly part: CostPart }) {
  const { tokens, perMillion } = part;
  return (
    <tr className="h-6">
      <th scope="row" className="truncate text-left font-normal text-muted">
        {words.costParts[part.kind]}
      </th>
      <td className="text-right whitespace-nowrap text-muted">
        {tokens !== null && perMillion !== null && (
          <>
            {formatCount(tokens)}{' '}
            <span className="text-faint">{words.perMillion(formatMoney(perMillion))}</span>
          </>
        )}
      </td>
      <td className="w-20 text-right">{formatMoney(part.usd)}</td>
    </tr>
  );
}
