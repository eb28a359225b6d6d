node create.ts
