import { describePreflight } from './preflight';
import { describePrune } from './prune';

// In this order, because the preflight begins with an empty cluster.
describePreflight();
describePrune();
