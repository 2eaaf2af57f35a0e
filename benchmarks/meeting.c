/* The month's meetings in C: the limit that the compiled run is measured against.

   The same inputs, the same tables and the same arithmetic as mechanisms/meeting.py; the layout of
   records comes from the tables (tables.h, made by meeting_in_c.py). Loops over a tile of 128 are
   plain C that a compiler vectorises; each pass is short, so that the processor overlaps them. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "tables.h"

#define TILE 128
#define FIXED 4294967296.0

enum { CLEAR, READING, BIAS, OVERRATED, DISCRETION, VALUE, DESK = 8 };
enum { DONE_FIT, DONE_PERCEIVED, DONE = 8 };
enum { QUALITY, SIGNAL, PERCEIVED, FIT, GOOD, COMPLEX, COMPLEX_QUALITY, SCANDALS, SUMS };
enum { PURPOSE_CASE = 7, PURPOSE_HARM = 9 };

static inline double clip(double x, double low, double high) {
    x = x < low ? low : x;
    return x > high ? high : x;
}

static inline double from_bits(int64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline int64_t to_bits(double x) {
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double exp_(double x) {
    x = x < -708.0 ? -708.0 : x;
    x = x > 709.0 ? 709.0 : x;
    int64_t k = (int64_t)(x * 1.44269504088896338700 + copysign(0.5, x));
    double r = (x - (double)k * 6.93147180369123816490e-01) - (double)k * 1.90821492927058770002e-10;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    return p * from_bits((k + 1023) << 52);
}

static inline double log_(double x) {
    const int64_t sqrt_half = 0x3FE6A09E667F3BCD, mantissa = 0xFFFFFFFFFFFFF;
    int64_t bits = to_bits(x) - sqrt_half;
    double m = from_bits((bits & mantissa) + sqrt_half), e = (double)(bits >> 52);
    double f = (m - 1.0) / (m + 1.0), s = f * f, p = 1.0 / 21.0;
    p = p * s + 1.0 / 19.0;
    p = p * s + 1.0 / 17.0;
    p = p * s + 1.0 / 15.0;
    p = p * s + 1.0 / 13.0;
    p = p * s + 1.0 / 11.0;
    p = p * s + 1.0 / 9.0;
    p = p * s + 1.0 / 7.0;
    p = p * s + 1.0 / 5.0;
    p = p * s + 1.0 / 3.0;
    p = p * s + 1.0;
    return e * 6.93147180369123816490e-01 + (2.0 * f * p + e * 1.90821492927058770002e-10);
}

/* Two normals in place of two uniforms, for a tile (Box & Muller 1958). */
static void normals(int64_t n, double *restrict one, double *restrict other) {
    for (int64_t j = 0; j < n; j++) one[j] = sqrt(-2.0 * log_(one[j]));
    for (int64_t j = 0; j < n; j++) {
        double u = other[j], radius = one[j];
        int64_t q = (int64_t)(u * 4.0 + 0.5);
        double r = (u - (double)q * 0.25) * 6.283185307179586, s = r * r;
        double a = -1.0 / 1307674368000.0;
        a = a * s + 1.0 / 6227020800.0;
        a = a * s - 1.0 / 39916800.0;
        a = a * s + 1.0 / 362880.0;
        a = a * s - 1.0 / 5040.0;
        a = a * s + 1.0 / 120.0;
        a = a * s - 1.0 / 6.0;
        double sine = r + r * s * a, c = 1.0 / 20922789888000.0;
        c = c * s - 1.0 / 87178291200.0;
        c = c * s + 1.0 / 479001600.0;
        c = c * s - 1.0 / 3628800.0;
        c = c * s + 1.0 / 40320.0;
        c = c * s - 1.0 / 720.0;
        c = c * s + 1.0 / 24.0;
        c = c * s - 0.5;
        double cosine = 1.0 + s * c, odd = (double)(q & 1), even = 1.0 - odd;
        one[j] = radius * ((sine * odd + cosine * even) * (double)(1 - ((q + 1) & 2)));
        other[j] = radius * ((cosine * odd + sine * even) * (double)(1 - (q & 2)));
    }
}

/* Philox4x32-10 for a tile: four uniform numbers in (0, 1) each (Salmon et al. 2011). */
static void roll(uint64_t key, uint32_t purpose, uint32_t month, int64_t n,
                 const uint32_t *restrict who, double *restrict u0, double *restrict u1,
                 double *restrict u2, double *restrict u3) {
    for (int64_t j = 0; j < n; j++) {
        uint32_t c0 = who[j], c1 = month, c2 = purpose, c3 = 0;
        uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma GCC unroll 10
        for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
            uint32_t high0 = (uint32_t)(p0 >> 32), high1 = (uint32_t)(p1 >> 32);
            c0 = high1 ^ c1 ^ k0;
            c1 = (uint32_t)p1;
            c2 = high0 ^ c3 ^ k1;
            c3 = (uint32_t)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        u0[j] = ((double)c0 + 0.5) * (1.0 / FIXED);
        u1[j] = ((double)c1 + 0.5) * (1.0 / FIXED);
        u2[j] = ((double)c2 + 0.5) * (1.0 / FIXED);
        u3[j] = ((double)c3 + 0.5) * (1.0 / FIXED);
    }
}

static void prepare(const struct given *p, int64_t n, struct staff *staff, double *desk,
                    int64_t *done) {
    for (int64_t i = 0; i < n; i++, desk += DESK, done += DONE) {
        double ignorance = 1.0 - staff[i].competence;
        desk[CLEAR] = p->meeting_noise * (1.0 - p->meeting_competence_clears * staff[i].competence);
        desk[READING] = p->meeting_habit_spread * ignorance * staff[i].habit;
        desk[BIAS] = staff[i].bias * (1.0 - staff[i].detection);
        desk[OVERRATED] = 1.0 - p->meeting_overconfidence * ignorance;
        desk[DISCRETION] = staff[i].discretion;
        desk[VALUE] = staff[i].value;
        done[DONE_FIT] = done[DONE_PERCEIVED] = 0;
        staff[i].harms = 0;
    }
}

void meeting(const struct given *p, uint64_t key, int64_t month, double rule_stock, int64_t units,
             const struct unit *unit, const double *documentation, struct staff *staff,
             const int32_t *uid, const int32_t *post, const float *complexity, const float *trust,
             const int32_t *cases, const int16_t *relation, const int64_t *start,
             double *perceived, double *desk, int64_t *done, int64_t *sums) {
    double draw[4][TILE], column[VALUE + 4][TILE], fits[TILE], misses[TILE], seen[TILE];
    double qualities[TILE], surprises[TILE];
    uint32_t who[TILE];
    int64_t desk_of[TILE];
    double codifiable = sqrt(p->task_codifiability), tacit = sqrt(1.0 - p->task_codifiability);
    double spread = p->task_variety * p->task_variety
                    * exp_(p->task_complexity_spread * p->task_complexity_spread);
    double severe = p->meeting_severe
                    * (1.0 + p->meeting_rules_protect * rule_stock * p->task_codifiability);
    double half = p->meeting_relation_half, handbook_trust = p->meeting_handbook_trust;
    double trust_clears = p->meeting_trust_clears, relation_clears = p->meeting_relation_clears;
    double perception = p->meeting_perception, good = p->meeting_good;
    memset(who, 0, sizeof who);
    memset(column, 0, sizeof column);
    for (int64_t u = 0; u < units; u++, sums += SUMS) {
        double on_file = p->meeting_record * documentation[u]
                         / (documentation[u] + p->meeting_record_half);
        double handbook = unit[u].handbook, knowledge = unit[u].knowledge, need = unit[u].need;
        int64_t first = unit[u].staff_first;
        memset(sums, 0, SUMS * sizeof *sums);
        prepare(p, unit[u].staff_last - first, staff + first, desk + DESK * first,
                done + DONE * first);
        for (int64_t offset = 0; offset < unit[u].cases; offset += TILE) {
            int64_t at = start[u] + offset, left = unit[u].cases - offset;
            int64_t count = left < TILE ? left : TILE, padded = (count + 7) / 8 * 8;
            for (int64_t j = 0; j < count; j++) {
                int64_t c = cases[at + j], i = post[c];
                who[j] = (uint32_t)uid[c];
                desk_of[j] = i;
                for (int k = 0; k <= VALUE; k++) column[k][j] = desk[DESK * i + k];
                column[VALUE + 1][j] = relation[at + j];
                column[VALUE + 2][j] = complexity[c];
                column[VALUE + 3][j] = trust[c];
            }
            roll(key, PURPOSE_CASE, (uint32_t)month, padded, who, draw[0], draw[1], draw[2],
                 draw[3]);
            normals(padded, draw[0], draw[1]);
            normals(padded, draw[2], draw[3]);
            for (int64_t j = 0; j < padded; j++) {
                double sigma_c = column[VALUE + 2][j], visits = column[VALUE + 1][j];
                double known = visits / (visits + half);
                known = known + on_file * (1.0 - known);
                double y_codifiable = codifiable * sigma_c * draw[0][j];
                double y = need + y_codifiable + tacit * sigma_c * draw[1][j];
                double by_handbook = handbook + knowledge * y_codifiable;
                double sigma = column[CLEAR][j] * (1.0 - trust_clears * column[VALUE + 3][j])
                               * (1.0 - relation_clears * known);
                double signal = y + sigma * draw[2][j] + column[READING][j];
                double prior = handbook + handbook_trust * (by_handbook - handbook);
                double noise = sigma * column[OVERRATED][j];
                double weight = spread / (spread + noise * noise);
                double own = prior + weight * (signal - prior) + column[BIAS][j];
                double gap = y - (by_handbook + column[DISCRETION][j] * (own - by_handbook));
                misses[j] = gap * gap;
                surprises[j] = signal - handbook;
            }
            for (int64_t j = 0; j < padded; j++) fits[j] = exp_(-0.5 * misses[j]);
            for (int64_t j = 0; j < padded; j++) {
                qualities[j] = fits[j] * column[VALUE][j];
                seen[j] = clip(qualities[j] + perception * draw[3][j], 0.0, 1.0);
            }
            int64_t quality_sum = 0, signal_sum = 0, goods = 0, complexes = 0, complex_sum = 0;
            for (int64_t j = 0; j < count; j++) {
                int64_t fixed = (int64_t)(qualities[j] * FIXED);
                double sigma_c = column[VALUE + 2][j];
                quality_sum += fixed;
                signal_sum += (int64_t)(surprises[j] * FIXED);
                goods += qualities[j] >= good ? 1 : 0;
                complexes += sigma_c * sigma_c > spread ? 1 : 0;
                complex_sum += sigma_c * sigma_c > spread ? fixed : 0;
            }
            sums[QUALITY] += quality_sum;
            sums[SIGNAL] += signal_sum;
            sums[GOOD] += goods;
            sums[COMPLEX] += complexes;
            sums[COMPLEX_QUALITY] += complex_sum;
            for (int64_t j = 0; j < count; j++) {
                int64_t i = desk_of[j], fitted = (int64_t)(fits[j] * FIXED);
                int64_t fixed = (int64_t)(seen[j] * FIXED);
                perceived[at + j] = seen[j];
                done[DONE * i + DONE_FIT] += fitted;
                done[DONE * i + DONE_PERCEIVED] += fixed;
                sums[FIT] += fitted;
                sums[PERCEIVED] += fixed;
                if (misses[j] > severe) {
                    double a, b, unused;
                    roll(key, PURPOSE_HARM, (uint32_t)month, 1, who + j, &a, &b, &unused, &unused);
                    double harm = p->task_stakes * (1.0 - exp_(-fmax(0.0, misses[j] - severe)));
                    if (a < harm) {
                        staff[i].harms += 1;
                        perceived[at + j] = -1.0 - seen[j];
                        sums[SCANDALS] += b < p->inspectorate_media;
                    }
                }
            }
        }
    }
}
