// The probes and who reads them, whole in one file: for copies of a project that can import nothing of ours.
import '@spoor/runtime'

export * from '@spoor/runtime/probes'
