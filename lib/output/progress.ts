/** Receives what a long run does at the moment, such as `writing 12 of 345 files`. It is called often. */
export type Progress = (text: string) => void;
