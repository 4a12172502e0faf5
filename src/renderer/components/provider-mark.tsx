import { useApp, useResource } from '../lib/app-context';
import { nameProvider } from '../lib/provider-name';
import { Monogram } from './monogram';

/** The mark of a provider of which only the id is at hand, the same as everywhere else. */
export function ProviderMark(props: { readonly id: string }) {
  const { replica } = useApp();
  const providers = useResource(replica.providers).value ?? [];
  return <Monogram id={props.id} name={nameProvider(providers, props.id)} />;
}
