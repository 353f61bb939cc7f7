import { describeNetwork } from './support/describe-network';

describeNetwork('aks-algesta-dev', 'development/app-ms-orders-environment-development');
