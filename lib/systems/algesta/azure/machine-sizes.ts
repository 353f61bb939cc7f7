/** A size of virtual machine. */
export interface MachineSize {
  readonly cores: number;
  /** The nominal memory, in MiB. */
  readonly memoryMi: number;
  /** The memory that a node reports as its capacity, which is without the memory of the kernel, in MiB. */
  readonly capacityMi: number;
  /** The disk that pods may request: nine tenths of the file system of the default OS disk, in GiB. */
  readonly diskGi: number;
  /** Whether the machine has its cores only for a part of the time (B series). */
  readonly burstable: boolean;
}

/**
 * The sizes of virtual machines that node pools can use.
 *
 * Nodes of 4 GiB report 4016988 to 4025836 KiB, and one of 16 GiB 16403296 KiB. The values here are rounded down, because
 * newer kernels use more memory.
 *
 * @see https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/bv1-series
 * @see https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/dsv5-series
 * @see https://github.com/Azure/AKS/issues/1216
 * @see https://github.com/Azure/AKS/issues/3525
 * @see https://learn.microsoft.com/azure/aks/concepts-storage#default-os-disk-sizing-in-aks 128 GB for up to 7 cores
 * @see https://learn.microsoft.com/azure/aks/best-practices-app-cluster-reliability for such a node: 119703055367 bytes
 */
export const MACHINE_SIZES = {
  Standard_B2s: { cores: 2, memoryMi: 4096, capacityMi: 3900, diskGi: 111, burstable: true },
  Standard_D4s_v5: { cores: 4, memoryMi: 16_384, capacityMi: 15_900, diskGi: 111, burstable: false },
} as const satisfies Record<string, MachineSize>;

/** The name of a size. */
export type MachineSizeName = keyof typeof MACHINE_SIZES;
