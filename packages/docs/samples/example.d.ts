/** Stands for the contract's own examples of the operation. The build puts the values in its place. */
declare const example: { readonly body: never; readonly referralId: never };
