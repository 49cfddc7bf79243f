export { PaymentOrder, PaymentOrderLine, PaymentResult } from './payment-order.entity';
export { PaymentOrdersController } from './payment-orders.controller';
