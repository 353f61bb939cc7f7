import { MACHINE_SIZES } from '../../../../lib/systems/algesta/azure/machine-sizes';
import { aksNodePool, nodeReservation } from '../../../../lib/systems/algesta/azure/node-pool';

const pool = { name: 'stdarprod', mode: 'User', vmSize: 'Standard_B2s', count: 1, maxCount: 3 } as const;
const size = (memoryMi: number, cores = 2) => ({
  cores,
  memoryMi,
  capacityMi: memoryMi,
  diskGi: 111,
  burstable: false,
});

describe('the reservations of AKS on a node', () => {
  test.each([
    // The two examples of the documentation of AKS.
    ['8 GB and 30 pods', 8000, 30, 650],
    ['4 GB and 70 pods', 4000, 70, 1000],
  ])('with %s are correct for Kubernetes 1.29 and later', (_node, memoryMi, maxPods, reserved) => {
    expect(nodeReservation(size(memoryMi), '1.29', maxPods)).toEqual({
      cpuMilli: 100,
      memoryMi: reserved,
      evictionMi: 100,
    });
  });

  test.each([
    ['4 GiB', 4096, 1024],
    ['8 GiB', 8192, 1024 + 820],
    ['16 GiB', 16_384, 1024 + 820 + 819],
  ])('with %s are correct for earlier versions', (_node, memoryMi, reserved) => {
    expect(nodeReservation(size(memoryMi), '1.28')).toEqual({
      cpuMilli: 100,
      memoryMi: reserved,
      evictionMi: 750,
    });
  });

  test.each([
    [1, 60],
    [2, 100],
    [3, 140],
    [64, 740],
  ])('with %i cores are %im CPU', (cores, cpuMilli) => {
    expect(nodeReservation(size(4096, cores), '1.36').cpuMilli).toBe(cpuMilli);
  });

  test('fails if the node is larger than AKS documents', () => {
    expect(() => nodeReservation(size(4096, 65), '1.36')).toThrow(
      new Error(
        'node size with 65 cores: the reservation of AKS is unknown: use a size with at most 64 cores',
      ),
    );
  });
});

describe('a node pool', () => {
  test('has the allocatable resources of its machines', () => {
    expect(aksNodePool(pool, '1.36')).toEqual({
      name: 'stdarprod',
      count: 1,
      maxCount: 3,
      disk: '111Gi',
      cpu: '1900m',
      memory: `${MACHINE_SIZES.Standard_B2s.capacityMi - 1024 - 100}Mi`,
      pods: 110,
      labels: {
        agentpool: 'stdarprod',
        'kubernetes.azure.com/agentpool': 'stdarprod',
        'kubernetes.azure.com/mode': 'user',
      },
    });
  });

  describe('of mode System', () => {
    const system = { ...pool, name: 'default', mode: 'System' } as const;

    test('is not supported by AKS if it is small', () => {
      expect(aksNodePool(system, '1.36').unsupported).toBe(
        'AKS does not support system pool "default": it starts with 1 of at least 2 nodes, Standard_B2s has 2 of at least 4 CPU, Standard_B2s is of the B series: decide whether to change the pool or to accept the risk (https://learn.microsoft.com/azure/aks/use-system-pools)',
      );
    });

    test('is not supported by AKS with one node of a supported size', () => {
      expect(aksNodePool({ ...system, vmSize: 'Standard_D4s_v5' }, '1.36').unsupported).toMatch(
        /^AKS does not support system pool "default": it starts with 1 of at least 2 nodes: /,
      );
    });

    test('is supported with two nodes of a supported size', () => {
      expect(
        aksNodePool({ ...system, vmSize: 'Standard_D4s_v5', count: 2 }, '1.36').unsupported,
      ).toBeUndefined();
    });
  });

  test('of mode User is supported with one small node', () => {
    expect(aksNodePool(pool, '1.36').unsupported).toBeUndefined();
  });

  test.each(['stdarproduction', 'Stdar', 'stdar-prod', '1stdar', ''])('fails if its name is %j', (name) => {
    expect(() => aksNodePool({ ...pool, name }, '1.36')).toThrow(
      new Error(
        `"${name}" is not a valid name of an AKS node pool: use lower-case letters and digits, start with a letter, and write at most 12 characters`,
      ),
    );
  });
});
