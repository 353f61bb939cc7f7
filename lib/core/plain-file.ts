import { Construct } from 'constructs';
import { ClusterBase } from './cluster-base';

/** The properties of a file of dist/ that is not for kubectl. */
export interface PlainFileProps {
  /** The folder within the cluster's folder, such as `bootstrap`. */
  readonly folder: string;
  /** The name of the file without its extension: `kubeadm` gives `kubeadm.yaml`. */
  readonly name: string;
  /** The YAML documents of the file. */
  readonly documents: readonly object[];
}

/**
 * A file of dist/ that another program reads, such as kubeadm.
 *
 * Its documents are not objects of the Kubernetes API. The file is in a folder below the cluster's folder, which
 * `kubectl apply -f` does not read.
 */
export class PlainFile extends Construct {
  /** The path below dist/, such as `arcana/bootstrap/kubeadm.yaml`. */
  readonly path: string;
  readonly cluster: string;
  readonly documents: readonly object[];

  constructor(scope: Construct, id: string, props: PlainFileProps) {
    super(scope, id);
    this.cluster = ClusterBase.of(this).name;
    this.path = `${this.cluster}/${props.folder}/${props.name}.yaml`;
    this.documents = props.documents;
  }
}
