export { PaymentOrdersController } from './payment-orders.controller';
