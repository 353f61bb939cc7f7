import {
  KeyVaultSecrets,
  type KeyVaultSecretsProps,
} from '../../../../lib/systems/algesta/azure/key-vault-secrets';
import type { KeyVault } from '../../../../lib/systems/algesta/config';
import { addedObjects } from '../../../support/added-objects';

test('with all props, none of which is optional', () => {
  const vault: Required<KeyVault> = {
    name: 'vault',
    tenantId: '01234567-89ab-cdef-0123-456789abcdef',
    clientId: 'fedcba98-7654-3210-fedc-ba9876543210',
  };
  const objects = addedObjects((cluster, namespace) => {
    const all: Required<KeyVaultSecretsProps> = {
      namespace,
      name: 'provider',
      vault,
      secrets: [
        { object: 'mongodb-uri', secret: { name: 'mongodb-credentials' }, key: 'uri' },
        { object: 'jwt-secret', secret: { name: 'jwt-credentials' }, key: 'secret' },
      ],
    };
    const { volume } = new KeyVaultSecrets(cluster, 'secrets', all);
    expect(volume).toMatchSnapshot('the volume that every pod mounts');
  });
  expect(objects).toMatchSnapshot();
});
