import { USUAL_KEY_CHECK } from '../providers';
import { createAccountIdentities } from './account-identities';
import type { ServiceDependencies } from './dependencies';
import { createKeyImport } from './key-import/key-import';
import type { KeyRowParts } from './key-rows';
import { createKeyTester } from './key-tester';
import { createKeyTests } from './key-tests';
import { createKeyService } from './keys';

type KeyNeeds = Omit<KeyRowParts, 'tests' | 'identities'> &
  Pick<ServiceDependencies, 'storage' | 'tokenHasher' | 'transport' | 'environment'> & {
    readonly onChange: (providerId: string) => void;
  };

/** Everything about keys: adding one or many, testing them, and which account they belong to. */
export function openKeys(needs: KeyNeeds) {
  const { book, providers, onChange } = needs;
  const identities = createAccountIdentities(needs);
  const tester = createKeyTester({ ...needs, embedded: providers.embedded, usualCheck: USUAL_KEY_CHECK });
  const tests = createKeyTests({ ...needs, tester, identities, onTested: (row) => onChange(row.provider) });
  const parts = { ...needs, tester, tests, identities };
  const keyImport = createKeyImport({
    ...parts,
    list: () => providers.list().map((provider) => ({ provider, embedded: providers.embedded(provider.id) })),
    stored: book.list,
  });
  return {
    keys: createKeyService(parts),
    keyImport: keyImport.service,
    tests,
    dispose() {
      tests.dispose();
      keyImport.dispose();
    },
  };
}
