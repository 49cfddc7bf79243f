export { type AccountPage, accountSelection, readAccountPage } from './accounts';
