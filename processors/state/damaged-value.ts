/** What a store holds is not what was written. */
export class DamagedValue extends Error {}
