import { Construct } from 'constructs';

/** What a file beside the manifests is made from. */
export interface PlainFileProps {
  /** The folder of dist/ that it lies in: the cluster's name. */
  readonly cluster: string;
  /** The folder within the cluster's, such as `bootstrap`. */
  readonly folder: string;
  /** The file's name without its ending: `kubeadm` gives `kubeadm.yaml`. */
  readonly name: string;
  /** What it holds, each as a YAML document of its own. */
  readonly documents: readonly object[];
}

/**
 * A file of dist/ that another program reads: kubeadm, the API server as a process.
 *
 * Its documents are no objects of the API: they have no name, and no API server would take them. So the file lies in a
 * folder within the cluster's, which `kubectl apply -f` does not enter.
 */
export class PlainFile extends Construct {
  readonly cluster: string;
  /** The name within the cluster's folder, such as `bootstrap/kubeadm.yaml`. */
  readonly fileName: string;
  readonly documents: readonly object[];

  constructor(scope: Construct, props: PlainFileProps) {
    super(scope, `${props.folder}-${props.name}`);
    this.cluster = props.cluster;
    this.fileName = `${props.folder}/${props.name}.yaml`;
    this.documents = props.documents;
  }

  /** The path below dist/, such as `arcana/bootstrap/kubeadm.yaml`. */
  get path(): string {
    return `${this.cluster}/${this.fileName}`;
  }
}
