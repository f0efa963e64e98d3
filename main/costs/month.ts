/** Hours of a month, as AWS's own estimates and bills by the GB-month count them. */
export const hoursInMonth = 730;
