/** A size of virtual machine. */
export interface MachineSize {
  readonly cores: number;
  /** What Azure sells, in MiB. */
  readonly memoryMi: number;
  /** What the kernel leaves of it, as the node reports its capacity, in MiB. */
  readonly capacityMi: number;
}

/**
 * The sizes that node pools use.
 *
 * Nodes of 4 GiB report 4016988 to 4025836 KiB; it is rounded down, as each kernel takes a little more than the last.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/bv1-series
 * @see https://github.com/Azure/AKS/issues/1216
 * @see https://github.com/Azure/AKS/issues/3525
 */
export const MACHINE_SIZES = {
  Standard_B2s: { cores: 2, memoryMi: 4096, capacityMi: 3900 },
} as const satisfies Record<string, MachineSize>;

/** The name of one of the sizes. */
export type MachineSizeName = keyof typeof MACHINE_SIZES;
