/* A battery cell of two RC pairs, its state exact for a held current; the voltage is that of the
 * end of the step, under the step's current. */
enum { VOLTS, CURRENT, R0, R1, C1, R2, C2, Q, CHARGE, V1, V2, VARIABLES };
static void advance(double *r, double t, double h) {
    double fast = exp(-h / (r[R1] * r[C1])), slow = exp(-h / (r[R2] * r[C2])), i = r[CURRENT];
    double q = r[CHARGE] - i * h / (3600 * r[Q]);
    r[CHARGE] = q;
    r[V1] = r[V1] * fast + r[R1] * (1 - fast) * i;
    r[V2] = r[V2] * slow + r[R2] * (1 - slow) * i;
    r[VOLTS] = 3.2 + 0.9 * q + 0.05 * sin(6 * q) - 0.1 * exp(-20 * q) - r[V1] - r[V2] - r[R0] * i;
}
